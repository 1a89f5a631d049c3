// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Optional;
import org.kverdict.results.CaseResult;
import org.kverdict.results.Outcome;

/** What happened to a case between two steps; in the order from harmless to bad. */
public enum CaseVerdict {
  /** It behaves as before. */
  SAME("same"),
  /** It is new. */
  ADDED("added"),
  /** It misbehaved and does no more. */
  FIXED("fixed"),
  /** It is gone. */
  REMOVED("removed"),
  /** It behaves otherwise than before, and neither side is the right one by itself. */
  CHANGED("changed"),
  /** One side is not known. */
  INCONCLUSIVE("inconclusive"),
  /** It behaved and does no more. */
  REGRESSED("regressed");

  private final String word;

  CaseVerdict(String word) {
    this.word = word;
  }

  /** The word in {@code verdict.json}. */
  public String word() {
    return word;
  }

  /**
   * Compares a case's results at two steps, of which at least one has it.
   *
   * @param before the result at the earlier step, if the case was there
   * @param after the result at the later step, if the case was there
   */
  public static CaseVerdict between(Optional<CaseResult> before, Optional<CaseResult> after) {
    if (before.isEmpty()) {
      return ADDED;
    }
    if (after.isEmpty()) {
      return REMOVED;
    }
    return between(before.get(), after.get());
  }

  private static CaseVerdict between(CaseResult before, CaseResult after) {
    Outcome b = before.outcome();
    Outcome a = after.outcome();
    if (b == Outcome.LOST || a == Outcome.LOST) {
      return INCONCLUSIVE;
    }
    if (b.isGood() && a.isBad()) {
      return REGRESSED;
    }
    if (b.isBad() && a.isGood()) {
      return FIXED;
    }
    if (b.isGood() && a == Outcome.SKIP) {
      // It may be as good as before, or have lost what it needs: nobody looked.
      return INCONCLUSIVE;
    }
    return alike(before, after) ? SAME : CHANGED;
  }

  private static boolean alike(CaseResult before, CaseResult after) {
    return before.outcome() == after.outcome()
        && before.signal().equals(after.signal())
        && before.observed().equals(after.observed())
        && place(before).equals(place(after));
  }

  /** Where it failed: "file:line" of the message. Values in a message may differ between runs. */
  private static String place(CaseResult result) {
    String[] parts = result.message().orElse("").split(":", 3);
    boolean hasPlace = result.outcome() == Outcome.FAIL && parts.length == 3;
    return hasPlace ? parts[0] + ":" + parts[1] : "";
  }
}
