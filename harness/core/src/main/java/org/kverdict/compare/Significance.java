// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * When a difference is more than chance.
 *
 * <p>Two steps are compared by Fisher's exact test, two-sided (R. A. Fisher, On the interpretation
 * of chi-square from contingency tables, and the calculation of P, 1922): given how many runs of
 * both steps together showed a thing, how probable is it that chance splits them between the steps
 * as unevenly as seen, or more.
 *
 * <p>Many cases are compared at once. By Bonferroni's inequality the probability that any of them
 * is judged wrongly is at most alpha if that of each is at most alpha divided by their number. This
 * holds however the cases depend on each other.
 *
 * <p>A case is looked at again and again while runs come in, and each look is a chance to be wrong.
 * So a case's share of alpha is spent over the looks by a schedule that is fixed beforehand (alpha
 * spending: K. K. G. Lan, D. L. DeMets, Discrete sequential boundaries for clinical trials, 1983):
 *
 * <ul>
 *   <li>The first look is after the fewest runs at which "always here, never there" is significant
 *       with half of the share. What this table needs is spent on it, and nothing else is
 *       significant then.
 *   <li>Each later look is after 1.4 times as many runs, up to the most that a case may have. They
 *       divide the rest of the share in proportion to their runs, because what is not obvious early
 *       is found late.
 *   <li>If the most is reached with the first look, all of the share is spent there.
 * </ul>
 *
 * <p>The thresholds add up to no more than the share, so a case that behaves alike at both steps is
 * called different at any look with no more probability than that.
 */
public final class Significance {
  private static final double GROWTH = 1.4;

  private final int leastRuns;
  private final List<Look> looks;

  /**
   * Makes a schedule.
   *
   * @param repeats bounds and alpha
   * @param comparisons how many tests divide alpha; at least 1
   */
  public Significance(Repeats repeats, int comparisons) {
    double share = repeats.alpha() / Math.max(1, comparisons);
    int clearest = leastRuns(share / 2);
    int first = Math.max(clearest, repeats.least());
    // Before "least" runs nobody looks, so a first look that is later may find more than the
    // clearest difference.
    double spent = first == clearest ? separation(first) : share / 2;
    this.looks =
        first >= repeats.most()
            ? List.of(new Look(repeats.most(), share))
            : looks(new Look(first, spent), repeats.most(), share - spent);
    this.leastRuns = leastRuns(looks.get(0).threshold());
  }

  private static List<Look> looks(Look first, int most, double rest) {
    List<Integer> later = new ArrayList<>();
    for (int runs = next(first.runs()); runs < most; runs = next(runs)) {
      later.add(runs);
    }
    // A last step of a few runs is not worth a look of its own.
    if (!later.isEmpty() && most < (1 + (GROWTH - 1) / 2) * later.get(later.size() - 1)) {
      later.remove(later.size() - 1);
    }
    later.add(most);
    double total = later.stream().mapToInt(runs -> runs).sum();
    List<Look> looks = new ArrayList<>();
    looks.add(first);
    later.forEach(runs -> looks.add(new Look(runs, rest * runs / total)));
    return List.copyOf(looks);
  }

  private static int next(int runs) {
    return (int) Math.ceil(runs * GROWTH);
  }

  private static int leastRuns(double threshold) {
    int runs = 1;
    while (!new Look(runs, threshold).isSignificant(separation(runs))) {
      runs++;
    }
    return runs;
  }

  /** The p-value of "in all of so many runs here, in none of as many there". */
  private static double separation(int runs) {
    return pValue(runs, 0, 0, runs);
  }

  /** The looks, in order; at least one. */
  public List<Look> looks() {
    return looks;
  }

  /** How many runs at each step it takes to tell even the clearest difference from chance. */
  public int leastRuns() {
    return leastRuns;
  }

  /**
   * Fisher's exact test, two-sided.
   *
   * @param hereWith in how many runs of one step a thing was seen
   * @param hereWithout in how many it was not
   * @param thereWith in how many runs of the other step it was seen
   * @param thereWithout in how many it was not
   */
  public static double pValue(int hereWith, int hereWithout, int thereWith, int thereWithout) {
    boolean empty =
        hereWith + hereWithout == 0
            || thereWith + thereWithout == 0
            || hereWith + thereWith == 0
            || hereWithout + thereWithout == 0;
    if (empty) {
      return 1;
    }
    return FisherExactTest.withDefaults()
        .test(new int[][] {{hereWith, hereWithout}, {thereWith, thereWithout}})
        .getPValue();
  }
}
