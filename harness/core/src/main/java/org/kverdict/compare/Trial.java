// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Optional;

/**
 * Two steps' runs of one case, tested at every look that they have come to.
 *
 * @param conclusion what it comes to
 * @param table what was compared; empty if nothing differs
 * @param pValue of the table; 1 if nothing differs
 * @param threshold below which, or at which, it is significant
 * @param next how many runs at each step the next look takes; empty if there is no need of one
 */
record Trial(
    Conclusion conclusion,
    Optional<Table> table,
    double pValue,
    double threshold,
    Optional<Integer> next) {

  /** What a trial comes to. */
  enum Conclusion {
    /** Whatever is known of both steps is alike. */
    ALIKE,
    /** It was worse before. */
    FIXED,
    /** It is worse after. */
    REGRESSED,
    /** It is neither better nor worse, but not the same. */
    CHANGED,
    /** It was good, and nobody looks any more. */
    SKIPS,
    /** It differs, and that may be chance. */
    OPEN
  }

  /**
   * Tests. What a step has beyond a look is not part of that look, so the answer does not depend on
   * when one asks.
   */
  static Trial of(Observations before, Observations after, Significance significance) {
    int runs = Math.min(before.size(), after.size());
    Look last = significance.looks().get(0);
    for (Look look : significance.looks()) {
      if (look.runs() > runs) {
        break;
      }
      last = look;
      Observations then = before.first(look.runs());
      Observations now = after.first(look.runs());
      Optional<Table> table = Table.of(then, now);
      if (table.isPresent() && look.isSignificant(table.get().pValue())) {
        return new Trial(
            conclusion(table.get(), then, now),
            table,
            table.get().pValue(),
            look.threshold(),
            Optional.empty());
      }
    }
    Optional<Table> table = Table.of(before, after);
    return new Trial(
        table.isPresent() ? Conclusion.OPEN : Conclusion.ALIKE,
        table,
        table.map(Table::pValue).orElse(1.0),
        last.threshold(),
        next(table, runs, significance));
  }

  boolean isSignificant() {
    return conclusion != Conclusion.ALIKE && conclusion != Conclusion.OPEN;
  }

  private static Conclusion conclusion(Table table, Observations before, Observations after) {
    if (table.badness()) {
      return table.rises() ? Conclusion.REGRESSED : Conclusion.FIXED;
    }
    boolean wasGood = before.count(Behaviour::isGood) > 0;
    return wasGood && skips(after) > skips(before) ? Conclusion.SKIPS : Conclusion.CHANGED;
  }

  private static double skips(Observations step) {
    int known = step.behaviours().size();
    int skips = step.count(it -> !it.isGood() && !it.isBad());
    return known == 0 ? 0 : (double) skips / known;
  }

  /**
   * The next look, unless none that is left may plausibly find something: a case that fails as
   * often here as there is not worth all the runs that it may have. To stop is no chance to be
   * wrong, for a look that is not taken finds nothing; what it costs is a change that would have
   * shown late.
   */
  private static Optional<Integer> next(
      Optional<Table> table, int runs, Significance significance) {
    return significance.looks().stream()
        .filter(look -> look.runs() > runs)
        .filter(look -> mayFind(table, runs, significance))
        .map(Look::runs)
        .findFirst();
  }

  private static boolean mayFind(Optional<Table> table, int runs, Significance significance) {
    // Other tables may turn into good against bad with the next run.
    if (table.isEmpty() || !table.get().badness()) {
      return true;
    }
    return significance.looks().stream()
        .filter(look -> look.runs() > runs)
        .anyMatch(look -> look.isSignificant(table.get().plausiblePValueAfter(look.runs() - runs)));
  }
}
