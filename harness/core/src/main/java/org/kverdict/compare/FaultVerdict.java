// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

/** What happened to a fault between the first step and the last; from harmless to bad. */
public enum FaultVerdict {
  /** Both have it. */
  SAME("same"),
  /** The plan allows it. */
  ALLOWED("allowed"),
  /** One of them has it, and both run the same kernel. */
  FLAKY("flaky"),
  /** Only the first has it. */
  FIXED("fixed"),
  /** One of them or a step between has it, and that does not tell whether the series is why. */
  INCONCLUSIVE("inconclusive"),
  /** Only steps between them have it. */
  INTERMEDIATE("intermediate"),
  /** Only the last has it. */
  REGRESSED("regressed");

  private final String word;

  FaultVerdict(String word) {
    this.word = word;
  }

  /** The word in {@code verdict.json}. */
  public String word() {
    return word;
  }
}
