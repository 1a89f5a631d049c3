// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The verdict as a table. What did not change comes first and what did comes last, so that on a
 * terminal the end of the output is the news.
 */
public final class TextReport {
  /** Before what is said of a fault. */
  private static final int FAULT_MARGIN = 13;

  private static final List<String> ORDER =
      List.of(
          "same",
          "added",
          "removed",
          "flaky",
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
    report.evidence();
    report.faults();
    report.noOp();
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

  /** What the verdicts rest on; cases of which the same can be said share a line. */
  private void evidence() {
    Map<String, List<VerdictDocument.Case>> byReason = new LinkedHashMap<>();
    for (VerdictDocument.Case it : document.cases()) {
      it.evidence()
          .reason()
          .ifPresent(reason -> byReason.computeIfAbsent(reason, key -> new ArrayList<>()).add(it));
    }
    if (byReason.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.strong("what that rests on"));
    byReason.forEach(
        (reason, cases) -> {
          String subject = cases.size() == 1 ? cases.get(0).name() : cases.size() + " cases, each";
          wrap("  ", subject + ": " + reason);
        });
    for (VerdictDocument.Case it : document.cases()) {
      it.evidence()
          .doubtful()
          .forEach(
              (step, outcomes) ->
                  wrap(
                      "  ",
                      it.name()
                          + ": at "
                          + step
                          + " also "
                          + String.join(", ", outcomes)
                          + ", on a kernel that had faulted before; not counted"));
    }
  }

  private void faults() {
    if (!document.faults().isEmpty()) {
      lines.add("");
      lines.add(style.strong("what the kernels said about themselves"));
      document.faults().forEach(this::fault);
    }
    for (VerdictDocument.AllowanceEntry it : document.allowances()) {
      if (it.seen().isEmpty()) {
        wrap("  ", "allowed by the plan, but never seen: " + it.kind() + ": " + it.title());
      }
    }
  }

  private void fault(VerdictDocument.FaultEntry fault) {
    String word = "  " + style.verdict(fault.verdict(), pad(fault.verdict(), 11));
    if (FAULT_MARGIN + fault.title().length() <= width) {
      lines.add(word + fault.title());
    } else {
      lines.add(word.stripTrailing());
      wrap(" ".repeat(FAULT_MARGIN), fault.title());
    }
    String where =
        fault.steps().stream()
            .map(step -> step + times(fault.guests().getOrDefault(step, 1)))
            .collect(Collectors.joining(", "));
    String during =
        switch (fault.cases().size()) {
          case 0 -> "";
          case 1 -> ", during " + fault.cases().get(0);
          default ->
              ", during " + fault.cases().get(0) + " and " + (fault.cases().size() - 1) + " more";
        };
    // The kind, for who wants to allow it.
    wrap(
        " ".repeat(FAULT_MARGIN),
        fault.kind()
            + " at "
            + where
            + during
            + fault.allowed().map(reason -> "; allowed: " + reason).orElse("")
            + (fault.complete() ? "" : "; the report is not whole"));
  }

  private static String times(int guests) {
    return guests == 1 ? "" : " (in " + guests + " guests)";
  }

  private void noOp() {
    if (!document.noOp().isEmpty()) {
      lines.add("");
      lines.add(style.strong("the kernel is the same binary with and without the series"));
      document.noOp().forEach(line -> wrap("  ", line));
    }
  }

  /**
   * The kernel's functions that each patch changed.
   *
   * @param document the verdict
   * @param style with colours or without
   * @param width how many columns there are
   */
  public static String functions(VerdictDocument document, Style style, int width) {
    TextReport report = new TextReport(Printable.of(document), style, width);
    report.lines.add(style.strong("functions of the kernel, by step"));
    for (VerdictDocument.Step step : report.document.steps()) {
      step.functions().ifPresent(it -> report.functions(step.name(), it));
    }
    return String.join("\n", report.lines) + "\n";
  }

  private void functions(String step, VerdictDocument.Functions it) {
    lines.add("  " + pad(step, 5) + it.unchanged() + " unchanged");
    named("changed", it.changed());
    named("added", it.added());
    named("removed", it.removed());
  }

  private void named(String what, List<String> functions) {
    if (!functions.isEmpty()) {
      wrap("       ", what + ": " + String.join(", ", functions));
    }
  }

  /** Breaks a text at blanks into lines that fit; a word that is too long stays whole. */
  private void wrap(String indent, String text) {
    StringBuilder line = new StringBuilder(indent);
    String next = indent;
    for (String word : text.split(" ", -1)) {
      boolean first = line.length() == next.length();
      if (!first && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        next = indent + "  ";
        line = new StringBuilder(next);
        first = true;
      }
      line.append(first ? "" : " ").append(word);
    }
    lines.add(line.toString());
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
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
