// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.Optional;

/** How an outcome stands in a table's cell: {@code pass}, {@code SIGBUS}, {@code EBUSY}. */
final class ShortForm {
  private ShortForm() {}

  static String of(VerdictDocument.Case it, String step) {
    String outcome = it.outcomes().get(step);
    if (outcome == null) {
      return "-";
    }
    Optional<VerdictDocument.Detail> detail = Optional.ofNullable(it.details().get(step));
    return switch (outcome) {
      case "crashed" -> detail.flatMap(VerdictDocument.Detail::signal).orElse("crashed");
      case "pass" -> detail.flatMap(VerdictDocument.Detail::observed).orElse("pass");
      default -> outcome;
    };
  }

  /** The outcome in words: {@code crashed (SIGBUS)}. */
  static String inWords(VerdictDocument.Case it, String step) {
    String outcome = it.outcomes().getOrDefault(step, "did not run");
    String cell = of(it, step);
    return cell.equals(outcome) || cell.equals("-") ? outcome : outcome + " (" + cell + ")";
  }
}
