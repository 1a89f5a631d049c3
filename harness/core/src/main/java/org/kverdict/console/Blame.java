// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

/** Where a report's function is looked for. */
enum Blame {
  /** In what names it or in the stack, and the title has it. */
  TITLED,
  /** In the same places, but it is an accident and would make the title another each time. */
  UNTITLED,
  /** Only in what names it: the stack is of somebody who has come upon the damage. */
  NAMED
}
