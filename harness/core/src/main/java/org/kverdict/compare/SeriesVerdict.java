// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

/** The verdict on a whole series: the worst of what it did; from harmless to bad. */
public enum SeriesVerdict {
  /** One step only: nothing was compared. */
  RAN("ran"),
  /** The kernel is the same binary with and without the series. */
  NO_OP("no-op"),
  /** No case behaves otherwise. */
  SAME("same"),
  /** There are cases that do not always behave alike, and that is not the series' doing. */
  FLAKY("flaky"),
  /** There are cases that were not there before. */
  ADDED("added"),
  /** Something is fixed, and nothing is worse. */
  FIXED("fixed"),
  /** Cases are gone. */
  REMOVED("removed"),
  /** Something behaves otherwise. */
  CHANGED("changed"),
  /** Something is not known. */
  INCONCLUSIVE("inconclusive"),
  /** Good without and with all of the series, bad after some of it. */
  INTERMEDIATE_ONLY("intermediate-only"),
  /** Something is worse. */
  REGRESSED("regressed");

  private final String word;

  SeriesVerdict(String word) {
    this.word = word;
  }

  /** The word in {@code verdict.json}. */
  public String word() {
    return word;
  }

  /** The verdict on a series that did this to one case. */
  static SeriesVerdict of(CaseComparison comparison) {
    return comparison.intermediateOnly()
        ? of(comparison.verdict()).worse(INTERMEDIATE_ONLY)
        : of(comparison.verdict());
  }

  private static SeriesVerdict of(CaseVerdict verdict) {
    return switch (verdict) {
      case SAME -> SAME;
      case FLAKY -> FLAKY;
      case ADDED -> ADDED;
      case FIXED -> FIXED;
      case REMOVED -> REMOVED;
      case CHANGED -> CHANGED;
      case INCONCLUSIVE -> INCONCLUSIVE;
      case REGRESSED -> REGRESSED;
    };
  }

  /** The verdict on a series that did this to one fault. */
  static SeriesVerdict of(FaultVerdict verdict) {
    return switch (verdict) {
      case SAME, ALLOWED -> SAME;
      case FLAKY -> FLAKY;
      case FIXED -> FIXED;
      case INCONCLUSIVE -> INCONCLUSIVE;
      case INTERMEDIATE -> INTERMEDIATE_ONLY;
      case REGRESSED -> REGRESSED;
    };
  }

  /** The worse of two. */
  SeriesVerdict worse(SeriesVerdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
