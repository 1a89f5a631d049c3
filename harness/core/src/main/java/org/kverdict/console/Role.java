// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

/**
 * The place of a headline in a report. Many reports have more than one: "list_del corruption", then
 * "kernel BUG at", then "invalid opcode". A later role is part of the report that an earlier one
 * has opened, as long as that has no stack.
 */
enum Role {
  /** What was found wrong. */
  CAUSE,
  /** Where in the source, or at which address. */
  SITE,
  /** The trap that ends in a dump of registers and stack. */
  TRAP,
  /** The kernel gives up. */
  PANIC
}
