// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The verdict as a table. What did not change comes first and what did comes last, so that on a
 * terminal the end of the output is the news.
 */
public final class TextReport {
  private static final List<String> ORDER =
      List.of(
          "same",
          "added",
          "removed",
          "inconclusive",
          "changed",
          "fixed",
          "intermediate-only",
          "regressed");

  private final VerdictDocument document;
  private final Style style;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private TextReport(VerdictDocument document, Style style, int width) {
    this.document = document;
    this.style = style;
    this.width = width;
  }

  /**
   * Renders a verdict.
   *
   * @param document the verdict
   * @param style with colours or without
   * @param width how many columns there are
   */
  public static String render(VerdictDocument document, Style style, int width) {
    TextReport report = new TextReport(Printable.of(document), style, width);
    report.steps();
    report.cases();
    report.faults();
    report.problems();
    report.conclusion();
    return String.join("\n", report.lines) + "\n";
  }

  private void steps() {
    for (VerdictDocument.Step step : document.steps()) {
      String title = step.subject().orElse("without the series");
      String kernel = step.kernel().map(hash -> hash.substring(0, 12)).orElse("no kernel");
      lines.add(
          String.format("%-5s", step.name())
              + clip(title, width - 5 - 14)
              + " "
              + style.faint(kernel));
    }
  }

  private void cases() {
    if (document.cases().isEmpty()) {
      return;
    }
    CaseTable table = new CaseTable(document, style, width);
    lines.add("");
    lines.add(table.header());
    Comparator<VerdictDocument.Case> byVerdict =
        Comparator.comparing(it -> ORDER.indexOf(CaseTable.rank(it)));
    String verdict = "";
    String topic = "";
    for (VerdictDocument.Case it : document.cases().stream().sorted(byVerdict).toList()) {
      if (!CaseTable.rank(it).equals(verdict) || !CaseTable.topic(it).equals(topic)) {
        verdict = CaseTable.rank(it);
        topic = CaseTable.topic(it);
        lines.add(style.faint(topic));
      }
      lines.addAll(table.rows(it));
    }
  }

  private void faults() {
    if (document.faults().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.strong("what the kernels said about themselves"));
    for (VerdictDocument.FaultEntry fault : document.faults()) {
      lines.add(
          "  "
              + style.verdict(fault.verdict(), fault.verdict())
              + "  "
              + fault.kind()
              + ": "
              + fault.title()
              + "  ("
              + String.join(", ", fault.steps())
              + ")");
    }
  }

  private void problems() {
    if (!document.problems().isEmpty()) {
      lines.add("");
      document.problems().forEach(problem -> lines.add(style.notable(problem)));
    }
    if (!document.expectations().unmet().isEmpty()) {
      lines.add("");
      lines.add(style.bad("what the plan expects and is not so"));
      document.expectations().unmet().forEach(unmet -> lines.add("  " + unmet));
    }
  }

  private void conclusion() {
    lines.add("");
    String head = document.name() + ": " + document.verdict();
    String styled = style.strong(style.verdict(document.verdict(), head));
    if (head.length() + 2 + document.summary().length() <= width) {
      lines.add(styled + "  " + document.summary());
    } else {
      lines.add(styled);
      lines.add(document.summary());
    }
  }

  private static String clip(String text, int width) {
    int room = Math.max(width, 10);
    String clipped = text.length() <= room ? text : text.substring(0, room - 1) + "…";
    return String.format("%-" + room + "s", clipped);
  }
}
