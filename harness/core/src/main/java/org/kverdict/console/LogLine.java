// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

/**
 * A message of the kernel, cleaned.
 *
 * @param number of the line of the log, from 1
 * @param caller who printed it, as in {@code T12} or {@code C0}; empty without CONFIG_PRINTK_CALLER
 * @param text what was printed, with its own indentation but without level, time stamp and caller
 */
record LogLine(int number, String caller, String text) {}
