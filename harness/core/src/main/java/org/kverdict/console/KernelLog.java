// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/**
 * Finds in a kernel's log what the kernel reported of itself.
 *
 * <p>Any text is a log: levels, time stamps of {@code printk} and {@code dmesg -T}, callers,
 * carriage returns, colours, noise and torn lines are read through. Only a line that opens a report
 * counts; one that merely contains such words does not, nor does a trace without a headline. Where
 * the kernel stamps its messages, a line without a stamp is a program's and is not looked at.
 *
 * <p>Two things cannot be told from a log: a program that writes a report's lines to {@code
 * /dev/kmsg}, or a whole stamped line to the console, is taken for the kernel. And without stamps a
 * headline is found at the beginning of a line only.
 *
 * <p>Of a report with several headlines the first gives the kind. What only follows from a report
 * belongs to it: the panic after an oops, and what the checks say of a task on its way out.
 */
public final class KernelLog {
  private KernelLog() {}

  /**
   * The faults, in the order of their headlines. The same title may come more than once. At most
   * 1,000 are told.
   *
   * @param log all of the console, or a part of it
   */
  public static List<Fault> faults(String log) {
    Reports reports = new Reports();
    LogLines.forEach(log, reports::line, reports::program);
    return List.copyOf(reports.faults());
  }
}
