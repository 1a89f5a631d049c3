// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.Optional;

/**
 * A function on a kernel's stack.
 *
 * @param function its symbol as the log has it, suffixes such as {@code .isra.0} included
 * @param offset where in it and how large it is, as in {@code 0x1f/0x40}; empty for an inlined one
 * @param certain false where the kernel put a question mark: an address found on the stack
 * @param place source file and line, as in {@code kernel/kcov.c:99}, if symbolised
 * @param inlined whether the compiler put it into the frame that follows, so that only a symboliser
 *     knows of it
 */
public record Frame(
    String function,
    Optional<String> offset,
    boolean certain,
    Optional<String> place,
    boolean inlined) {

  /** A frame as a log has it. */
  static Frame logged(String function, String offset, boolean certain) {
    return new Frame(function, Optional.of(offset), certain, Optional.empty(), false);
  }

  /** A function that the compiler put into the next one. */
  public static Frame inlined(String function, String place) {
    return new Frame(function, Optional.empty(), true, Optional.of(place), true);
  }

  /** The same frame with file and line. */
  public Frame at(String file) {
    return new Frame(function, offset, certain, Optional.of(file), inlined);
  }
}
