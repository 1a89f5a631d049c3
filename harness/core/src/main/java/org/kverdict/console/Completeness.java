// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

/** Which parts a report must have to be whole. */
enum Completeness {
  /** The headline says it all. */
  HEADLINE,
  /** A stack, and either its outermost frame or a further line, which shows that it ended. */
  STACK,
  /** A stack, and the line with which the kernel closes the report. */
  STACK_AND_END,
  /** A stack or the closing line: not every configuration prints the stack. */
  STACK_OR_END,
  /** The line that closes it; it has no stack, or not always. */
  END
}
