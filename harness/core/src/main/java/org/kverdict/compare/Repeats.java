// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import org.kverdict.failure.UsageException;

/**
 * How often cases are run, and how sure a verdict has to be.
 *
 * @param least how often each case is run without the series and with all of it; at least 1
 * @param most how often a case is run at a step before it is given up; at least {@code least}
 * @param alpha the probability, of the whole comparison, that any case of a series that does
 *     nothing is called fixed, regressed or changed; between 0 and 1
 */
public record Repeats(int least, int most, double alpha) {
  /** As often as any test would want, and a typing error is caught. */
  private static final int LIMIT = 1000;

  private static final double DEFAULT_ALPHA = 0.05;

  /**
   * Four, because what never differs is never repeated: a case that begins to fail in 60 % of runs
   * instead of 10 % looks the same in one run each with a probability of 0.42, in four runs each of
   * 0.017. Sixty-four, because then such a change is significant among 75 cases with a probability
   * of 0.99; with forty it is 0.86.
   */
  private static final Repeats SEQUENTIAL = new Repeats(4, 64, DEFAULT_ALPHA);

  /** Checks. */
  public Repeats {
    if (least < 1 || most < least || most > LIMIT) {
      throw new UsageException(
          "bad number of repeats " + least + " to " + most + ": want 1 to " + LIMIT);
    }
    if (!(alpha > 0 && alpha < 1)) {
      throw new UsageException("bad significance " + alpha + ": want more than 0 and less than 1");
    }
  }

  /** Few runs for all cases, and more for those of which they do not decide. */
  public static Repeats sequential() {
    return SEQUENTIAL;
  }

  /** Every case so often at every step, and no more. */
  public static Repeats exactly(int times) {
    return new Repeats(times, times, DEFAULT_ALPHA);
  }

  /** Whether the number of runs is the same for all cases and steps. */
  public boolean isFixed() {
    return least == most;
  }
}
