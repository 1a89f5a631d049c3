// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import static org.apache.commons.statistics.interval.BinomialConfidenceInterval.WILSON_SCORE;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.statistics.interval.Interval;

/**
 * The fourfold table in which two steps are compared: in how many runs of each a thing was seen.
 *
 * <p>Where the runs of both steps together hold good and bad ones, it is good against bad, and what
 * is neither is left out. Where they do not, it is the most common behaviour against all others.
 * Which of the two it is depends on the runs of both steps together and not on who had which. That
 * keeps the test exact: if the series does nothing, each way to deal these runs out to the steps is
 * as probable as any other, and the same table is chosen for all of them.
 *
 * @param what the thing, in words
 * @param badness whether the thing is to be bad
 * @param before in how many runs of the earlier step it was seen
 * @param beforeOf how many runs of the earlier step there are in the table
 * @param after in how many runs of the later step it was seen
 * @param afterOf how many runs of the later step there are in the table
 */
record Table(String what, boolean badness, int before, int beforeOf, int after, int afterOf) {

  private static final double IMPLAUSIBLE = 0.05;

  /** The table of two steps; none if all that is known of them is alike. */
  static Optional<Table> of(Observations before, Observations after) {
    List<Behaviour> pooled =
        Stream.concat(before.behaviours().stream(), after.behaviours().stream()).toList();
    Set<Behaviour> kinds = new HashSet<>(pooled);
    if (kinds.stream().anyMatch(Behaviour::isGood) && kinds.stream().anyMatch(Behaviour::isBad)) {
      List<Behaviour> bad = kinds.stream().filter(Behaviour::isBad).toList();
      String what = bad.size() == 1 ? bad.get(0).shortForm() : "bad";
      return Optional.of(
          of(what, true, Behaviour::isBad, it -> it.isGood() || it.isBad(), before, after));
    }
    return ofUsual(before, after);
  }

  /** The most common behaviour against all others; none if all that is known is alike. */
  static Optional<Table> ofUsual(Observations before, Observations after) {
    List<Behaviour> pooled =
        Stream.concat(before.behaviours().stream(), after.behaviours().stream()).toList();
    if (new HashSet<>(pooled).size() < 2) {
      return Optional.empty();
    }
    Behaviour usual = Behaviour.mostCommon(pooled).orElseThrow();
    return Optional.of(of(usual.shortForm(), false, usual::equals, it -> true, before, after));
  }

  private static Table of(
      String what,
      boolean badness,
      Predicate<Behaviour> with,
      Predicate<Behaviour> counted,
      Observations before,
      Observations after) {
    return new Table(
        what,
        badness,
        before.count(with),
        before.count(counted),
        after.count(with),
        after.count(counted));
  }

  double pValue() {
    return Significance.pValue(before, beforeOf - before, after, afterOf - after);
  }

  /** Whether the thing is more common at the later step. */
  boolean rises() {
    return (long) after * beforeOf > (long) before * afterOf;
  }

  /**
   * The lower of the two p-values that so many more runs at each step may plausibly give: if each
   * step goes on at that edge of its rate's 95 % interval which favours a difference, one way or
   * the other.
   */
  double plausiblePValueAfter(int more) {
    if (beforeOf == 0 || afterOf == 0) {
      // Of a step of which nothing is known everything is plausible.
      return 0;
    }
    Interval early = WILSON_SCORE.fromErrorRate(beforeOf, before, IMPLAUSIBLE);
    Interval late = WILSON_SCORE.fromErrorRate(afterOf, after, IMPLAUSIBLE);
    return Math.min(
        pValueAfter(more, early.getUpperBound(), late.getLowerBound()),
        pValueAfter(more, early.getLowerBound(), late.getUpperBound()));
  }

  private double pValueAfter(int more, double beforeRate, double afterRate) {
    int moreBefore = (int) Math.round(more * beforeRate);
    int moreAfter = (int) Math.round(more * afterRate);
    return Significance.pValue(
        before + moreBefore,
        beforeOf - before + more - moreBefore,
        after + moreAfter,
        afterOf - after + more - moreAfter);
  }
}
