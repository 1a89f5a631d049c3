// SPDX-License-Identifier: Apache-2.0
package org.kverdict.results;

import java.util.Arrays;
import java.util.Optional;

/** What came of a case in one run. The words are those of the guest protocol. */
public enum Outcome {
  /** It did what it states. */
  PASS("pass"),
  /** An assertion did not hold. */
  FAIL("fail"),
  /** It does not apply to this kernel. */
  SKIP("skip"),
  /** It failed, as it announced. */
  XFAIL("xfail"),
  /** It passed, though it announced that it would fail. */
  XPASS("xpass"),
  /** A signal ended it, or the kernel panicked while it ran. */
  CRASHED("crashed"),
  /** It did not end in its time. */
  TIMED_OUT("timed-out"),
  /**
   * The guest went away, or contradicted itself, while the case ran. Of one that never ran nothing
   * is known.
   */
  LOST("lost");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  /** The word in the protocol and in {@code verdict.json}. */
  public String word() {
    return word;
  }

  /** The case behaves as it should. */
  public boolean isGood() {
    return this == PASS || this == XFAIL;
  }

  /**
   * The case misbehaves by its own account; that it lost its guest is for the comparison to weigh.
   */
  public boolean isBad() {
    return this == FAIL || this == XPASS || this == CRASHED || this == TIMED_OUT;
  }

  /** The outcome of a word, if it is one. */
  public static Optional<Outcome> ofWord(String word) {
    return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
  }
}
