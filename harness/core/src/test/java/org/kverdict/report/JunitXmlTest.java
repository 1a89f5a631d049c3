// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JunitXmlTest {

  @Test
  void a_suite_per_step_with_counts_that_add_up() throws Exception {
    List<Element> suites = elements(parse(Documents.everything()), "testsuite");

    assertThat(suites).extracting(s -> s.getAttribute("name")).hasSize(3).doesNotHaveDuplicates();
    for (Element suite : suites) {
      assertThat(suite.getAttribute("tests"))
          .isEqualTo(String.valueOf(suite.getElementsByTagName("testcase").getLength()));
      assertThat(suite.getAttribute("failures"))
          .isEqualTo(String.valueOf(suite.getElementsByTagName("failure").getLength()));
      assertThat(suite.getAttribute("skipped"))
          .isEqualTo(String.valueOf(suite.getElementsByTagName("skipped").getLength()));
    }
  }

  @Test
  void what_xml_cannot_hold_is_replaced() throws Exception {
    String hostile = "a\u0000b\u001b[2J\uFFFEc]]>&<d\ud800e";
    VerdictDocument document =
        Documents.document(
            "regressed",
            1,
            List.of(
                Documents.step("base", Optional.empty(), "built", "finished"),
                Documents.step("+1", Optional.of("x"), "built", "finished")),
            List.of(Documents.it("demo/a." + hostile, "regressed", "+1", false, "pass", "fail")),
            List.of(Documents.fault("bug", hostile, "regressed", "+1")),
            List.of(hostile + ": want same"),
            List.of(hostile));

    Document xml = parse(document);

    assertThat(elements(xml, "testcase"))
        .extracting(c -> c.getAttribute("name"))
        .contains("demo/a.a�b�[2J�c]]>&<d�e");
  }

  @ParameterizedTest(name = "{0}, {1}: {2} at base, {3} at the end")
  @CsvSource({
    // verdict, outcomes, how the first step is judged, how the last one is
    "same, pass pass, PASSED, PASSED",
    "same, xfail xfail, PASSED, PASSED",
    "same, fail fail, NOT_JUDGED, NOT_JUDGED",
    "same, skip skip, NOT_JUDGED, NOT_JUDGED",
    "fixed, fail pass, PASSED, PASSED",
    "fixed, crashed:SIGBUS pass, PASSED, PASSED",
    "regressed, pass fail, PASSED, FAILED",
    "regressed, pass timed-out, PASSED, FAILED",
    "changed, fail crashed, NOT_JUDGED, NOT_JUDGED",
    "changed, pass skip, PASSED, NOT_JUDGED",
    "inconclusive, pass lost, PASSED, FAILED",
    "added, - fail, , NOT_JUDGED",
    "added, - pass, , PASSED",
    "removed, pass -, PASSED,",
  })
  void an_outcome_is_judged_by_what_the_series_did(
      String verdict, String outcomes, String first, String last) {
    VerdictDocument document =
        Documents.document(
            "same",
            0,
            List.of(
                Documents.step("base", Optional.empty(), "built", "finished"),
                Documents.step("+1", Optional.of("x"), "built", "finished")),
            List.of(Documents.it("demo/a.one", verdict, "", false, outcomes.split(" "))),
            List.of(),
            List.of(),
            List.of());

    assertThat(judged(document, 0)).isEqualTo(first);
    assertThat(judged(document, 1)).isEqualTo(last);
  }

  @Test
  void a_case_that_is_broken_in_between_fails_there() {
    VerdictDocument document = Documents.everything();

    assertThat(judgement(document, 1, "demo/b.broken_in_between_by_the_first_patch"))
        .isEqualTo(Judgement.Kind.FAILED);
    assertThat(judgement(document, 2, "demo/b.broken_in_between_by_the_first_patch"))
        .isEqualTo(Judgement.Kind.PASSED);
  }

  @ParameterizedTest
  @CsvSource({
    "pass, PASSED",
    "fail, FAILED",
    "crashed:SIGBUS, FAILED",
    "skip, NOT_JUDGED",
    "lost, FAILED"
  })
  void one_step_alone_is_judged_by_its_outcomes(String outcome, String kind) {
    assertThat(judged(Documents.oneStep(outcome), 0)).isEqualTo(kind);
  }

  @Test
  void a_step_that_does_not_build_or_boot_fails() {
    assertThat(judgement(Documents.notBuilt(), 1, "builds")).isEqualTo(Judgement.Kind.FAILED);
    assertThat(judgement(Documents.everything(), 2, "boots")).isEqualTo(Judgement.Kind.FAILED);
    assertThat(judgement(Documents.everything(), 0, "boots")).isEqualTo(Judgement.Kind.PASSED);
  }

  @Test
  void a_new_fault_and_a_case_that_never_ran_fail_at_the_end() {
    VerdictDocument document = Documents.everything();

    assertThat(judgement(document, 2, "kernel log")).isEqualTo(Judgement.Kind.FAILED);
    assertThat(judgement(document, 2, "demo/b.other")).isEqualTo(Judgement.Kind.FAILED);
  }

  private static String judged(VerdictDocument document, int step) {
    return Judgement.of(document, document.steps().get(step)).stream()
        .filter(j -> j.name().equals("demo/a.one"))
        .map(j -> j.kind().name())
        .findFirst()
        .orElse(null);
  }

  private static Judgement.Kind judgement(VerdictDocument document, int step, String name) {
    return Judgement.of(document, document.steps().get(step)).stream()
        .filter(j -> j.name().equals(name))
        .findFirst()
        .orElseThrow()
        .kind();
  }

  private static Document parse(VerdictDocument document) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(JunitXml.render(document))));
  }

  private static List<Element> elements(Document xml, String name) {
    NodeList nodes = xml.getElementsByTagName(name);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      all.add((Element) nodes.item(i));
    }
    return all;
  }
}
