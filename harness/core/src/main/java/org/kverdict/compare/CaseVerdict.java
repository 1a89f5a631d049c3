// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

/** What happened to a case between two steps; in the order from harmless to bad. */
public enum CaseVerdict {
  /** It behaves as before, in every run. */
  SAME("same"),
  /**
   * It differs between runs without the series already, and no more with it than chance makes it,
   * more often than in one of 20 cases.
   */
  FLAKY("flaky"),
  /** It is new. */
  ADDED("added"),
  /** It misbehaved and does no more, or less often. */
  FIXED("fixed"),
  /** It is gone. */
  REMOVED("removed"),
  /** It behaves otherwise than before, and neither side is the right one by itself. */
  CHANGED("changed"),
  /** One side is not known, or what differs may be chance. */
  INCONCLUSIVE("inconclusive"),
  /** It behaved and does no more, or less often. */
  REGRESSED("regressed");

  private final String word;

  CaseVerdict(String word) {
    this.word = word;
  }

  /** The word in {@code verdict.json}. */
  public String word() {
    return word;
  }
}
