// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.Optional;

/**
 * A function on a kernel's stack.
 *
 * @param function its symbol as the log has it, suffixes such as {@code .isra.0} included
 * @param offset where in it and how large it is, as in {@code 0x1f/0x40}; empty for an inlined one
 * @param certain false where the kernel put a question mark: an address found on the stack
 * @param exact whether it is where the processor was; else an address to return to, which is that
 *     of the instruction after a call
 * @param inlined whether the compiler put it into the frame that follows, so that only a symboliser
 *     knows of it
 * @param place source file and line, as in {@code kernel/kcov.c:99}, if symbolised
 */
public record Frame(
    String function,
    Optional<String> offset,
    boolean certain,
    boolean exact,
    boolean inlined,
    Optional<String> place) {

  /** Where a function is to go on, as a log has it. */
  static Frame logged(String function, String offset, boolean certain) {
    return new Frame(function, Optional.of(offset), certain, false, false, Optional.empty());
  }

  /** Where the processor was, as a log has it. */
  static Frame pointer(String function, String offset) {
    return new Frame(function, Optional.of(offset), true, true, false, Optional.empty());
  }

  /** A function that the compiler put into this one, as certain as this one is. */
  public Frame inlining(String inner, Optional<String> file) {
    return new Frame(inner, Optional.empty(), certain, false, true, file);
  }

  /** Whether both are the same place in the same function. */
  boolean isAt(Frame other) {
    return function.equals(other.function) && offset.equals(other.offset);
  }

  /** The same frame with file and line. */
  public Frame at(String file) {
    return new Frame(function, offset, certain, exact, inlined, Optional.of(file));
  }
}
