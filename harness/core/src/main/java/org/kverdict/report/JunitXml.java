// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The verdict as JUnit XML, in the form that Jenkins and GitLab read: a suite per step with the
 * cases' outcomes judged by the verdict, not by the outcome alone. A case that fails without the
 * series is no failure of the series.
 */
public final class JunitXml {
  private final VerdictDocument document;
  private final XMLStreamWriter xml;

  private JunitXml(VerdictDocument document, XMLStreamWriter xml) {
    this.document = document;
    this.xml = xml;
  }

  /** Renders a verdict. */
  public static String render(VerdictDocument document) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      new JunitXml(document, xml).write();
      xml.close();
    } catch (XMLStreamException e) {
      throw new AssertionError("a string can always be written to", e);
    }
    return text.toString();
  }

  private void write() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    newline();
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", clean(document.name()));
    for (VerdictDocument.Step step : document.steps()) {
      suite(document.name() + "." + step.name(), Judgement.of(document, step));
    }
    Optional<Judgement> whole = Judgement.ofWhole(document);
    if (whole.isPresent()) {
      suite(document.name(), List.of(whole.get()));
    }
    newline();
    xml.writeEndElement();
    newline();
    xml.writeEndDocument();
  }

  private void suite(String name, List<Judgement> judgements) throws XMLStreamException {
    newline();
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(name));
    xml.writeAttribute("tests", String.valueOf(judgements.size()));
    xml.writeAttribute("failures", count(judgements, Judgement.Kind.FAILED));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", count(judgements, Judgement.Kind.NOT_JUDGED));
    xml.writeAttribute("time", seconds(judgements.stream().mapToDouble(Judgement::seconds).sum()));
    for (Judgement judgement : judgements) {
      testCase(judgement, name);
    }
    newline();
    xml.writeEndElement();
  }

  private void testCase(Judgement judgement, String suite) throws XMLStreamException {
    newline();
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", clean(suite));
    xml.writeAttribute("name", clean(judgement.name()));
    xml.writeAttribute("time", seconds(judgement.seconds()));
    if (judgement.kind() == Judgement.Kind.FAILED) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", clean(judgement.reason()));
      xml.writeEndElement();
    } else if (judgement.kind() == Judgement.Kind.NOT_JUDGED) {
      xml.writeStartElement("skipped");
      xml.writeAttribute("message", clean(judgement.reason()));
      xml.writeEndElement();
    }
    Optional<String> output = judgement.output();
    if (output.isPresent()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(clean(output.get()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void newline() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  private static String count(List<Judgement> judgements, Judgement.Kind kind) {
    return String.valueOf(judgements.stream().filter(j -> j.kind() == kind).count());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** What XML 1.0 cannot hold, section 2.2, becomes U+FFFD. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || c == '\r'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000
                    ? c
                    : 0xFFFD)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
