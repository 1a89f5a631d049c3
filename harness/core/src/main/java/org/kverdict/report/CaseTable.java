// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The cases by steps, in rows that fit the width; a name that does not gets a line of its own. */
final class CaseTable {
  private static final String GAP = "  ";

  private final Style style;
  private final Map<String, Integer> cellWidths = new LinkedHashMap<>();
  private final int nameWidth;

  CaseTable(VerdictDocument document, Style style, int width) {
    this.style = style;
    int taken = 0;
    for (VerdictDocument.Step step : document.steps()) {
      int cell =
          document.cases().stream()
              .mapToInt(it -> ShortForm.of(it, step.name()).length())
              .reduce(step.name().length(), Math::max);
      cellWidths.put(step.name(), cell);
      taken += cell + GAP.length();
    }
    taken +=
        document.cases().stream().mapToInt(it -> inWords(it).length()).reduce(0, Math::max)
            + GAP.length();
    int longest =
        document.cases().stream().mapToInt(it -> GAP.length() + name(it).length()).max().orElse(0);
    this.nameWidth = Math.max(GAP.length(), Math.min(longest, width - taken));
  }

  /** The part of a case's name that several share: {@code kcov/mmap}. */
  static String topic(VerdictDocument.Case it) {
    return it.name().substring(0, Math.max(0, it.name().indexOf('.')));
  }

  /** The word by which a case is ranked and coloured. */
  static String rank(VerdictDocument.Case it) {
    return it.intermediateOnly() ? "intermediate-only" : it.verdict();
  }

  private static String name(VerdictDocument.Case it) {
    return it.name().substring(it.name().indexOf('.') + 1);
  }

  String header() {
    String steps =
        cellWidths.entrySet().stream()
            .map(step -> GAP + pad(step.getKey(), step.getValue()))
            .collect(Collectors.joining());
    return style.strong(pad("case", nameWidth) + steps + GAP + "verdict");
  }

  List<String> rows(VerdictDocument.Case it) {
    StringBuilder cells = new StringBuilder();
    cellWidths.forEach(
        (step, cellWidth) ->
            cells
                .append(GAP)
                .append(
                    colour(
                        it.outcomes().getOrDefault(step, ""),
                        pad(ShortForm.of(it, step), cellWidth))));
    cells.append(GAP).append(style.verdict(rank(it), inWords(it)));
    String name = GAP + name(it);
    return name.length() <= nameWidth
        ? List.of(pad(name, nameWidth) + cells)
        : List.of(name, pad("", nameWidth) + cells);
  }

  /** The verdict, and the step at which the case began to behave otherwise. */
  private static String inWords(VerdictDocument.Case it) {
    if (it.intermediateOnly()) {
      return it.since().map(step -> "broken at " + step).orElse("broken between");
    }
    boolean moved = !it.verdict().equals("same") && !it.verdict().equals("inconclusive");
    return it.verdict() + (moved ? it.since().map(step -> " at " + step).orElse("") : "");
  }

  private String colour(String outcome, String cell) {
    return switch (outcome) {
      case "fail", "crashed", "timed-out", "xpass", "lost" -> style.bad(cell);
      case "skip" -> style.faint(cell);
      default -> cell;
    };
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
