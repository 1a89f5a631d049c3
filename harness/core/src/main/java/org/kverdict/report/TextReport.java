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
  private static final List<String> ORDER =
      List.of("same", "added", "removed", "inconclusive", "changed", "fixed", "regressed");
  private static final int GAP = 2;

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
    TextReport report = new TextReport(document, style, width);
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
    List<String> names = document.steps().stream().map(VerdictDocument.Step::name).toList();
    Table table = new Table(names, document, width, style);
    lines.add("");
    lines.add(table.header());
    Comparator<VerdictDocument.Case> byVerdict =
        Comparator.comparing(it -> ORDER.indexOf(it.verdict()));
    String section = "";
    for (VerdictDocument.Case it : document.cases().stream().sorted(byVerdict).toList()) {
      if (!it.verdict().equals(section) && !section.isEmpty()) {
        lines.add("");
      }
      section = it.verdict();
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
    lines.add(
        style.strong(style.verdict(document.verdict(), document.name() + ": " + document.verdict()))
            + "  "
            + document.summary());
  }

  private static String clip(String text, int width) {
    int room = Math.max(width, 10);
    String clipped = text.length() <= room ? text : text.substring(0, room - 1) + "…";
    return String.format("%-" + room + "s", clipped);
  }

  /** The cases by steps. */
  private static final class Table {
    private final List<String> steps;
    private final Style style;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final int nameWidth;
    private final boolean ownLine;

    Table(List<String> steps, VerdictDocument document, int width, Style style) {
      this.steps = steps;
      this.style = style;
      for (String step : steps) {
        int widest =
            document.cases().stream()
                .mapToInt(it -> ShortForm.of(it, step).length())
                .max()
                .orElse(0);
        columns.put(step, Math.max(widest, step.length()));
      }
      int longest = document.cases().stream().mapToInt(it -> it.name().length()).max().orElse(0);
      int cells = columns.values().stream().mapToInt(w -> w + GAP).sum();
      int verdicts =
          document.cases().stream().mapToInt(it -> inWords(it).length()).max().orElse(0) + GAP;
      this.ownLine = longest + cells + verdicts > width;
      this.nameWidth = ownLine ? 2 : longest;
    }

    String header() {
      String cells = steps.stream().map(step -> pad(step, step)).collect(Collectors.joining());
      return style
          .strong(pad(ownLine ? "" : "case", nameWidth) + cells + "  verdict")
          .stripTrailing();
    }

    List<String> rows(VerdictDocument.Case it) {
      StringBuilder row = new StringBuilder();
      for (String step : steps) {
        row.append(colour(it.outcomes().getOrDefault(step, ""), pad(ShortForm.of(it, step), step)));
      }
      String word = it.intermediateOnly() ? "intermediate-only" : it.verdict();
      row.append("  ").append(style.verdict(word, inWords(it)));
      return ownLine
          ? List.of(it.name(), " ".repeat(nameWidth) + row)
          : List.of(pad(it.name(), nameWidth) + row);
    }

    private static String inWords(VerdictDocument.Case it) {
      if (it.intermediateOnly()) {
        return "broken at " + it.since().orElse("a step");
      }
      boolean moved = !it.verdict().equals("same") && !it.verdict().equals("inconclusive");
      return it.verdict() + (moved ? it.since().map(step -> " at " + step).orElse("") : "");
    }

    private String colour(String outcome, String cell) {
      return switch (outcome) {
        case "fail", "crashed", "timed-out", "xpass" -> style.bad(cell);
        case "lost" -> style.notable(cell);
        case "skip" -> style.faint(cell);
        default -> cell;
      };
    }

    private String pad(String cell, String step) {
      return " ".repeat(GAP) + pad(cell, columns.getOrDefault(step, 0));
    }

    private static String pad(String text, int width) {
      return text + " ".repeat(Math.max(0, width - text.length()));
    }
  }
}
