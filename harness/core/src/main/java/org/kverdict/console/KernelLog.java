// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the headlines of faults in a kernel log. Only lines with which the kernel opens a report
 * count: an allocation-failure trace carries a "Call Trace:" and is no fault.
 */
public final class KernelLog {
  private static final int TITLE_LENGTH = 120;

  /**
   * Time stamp and caller, as CONFIG_PRINTK_TIME and CONFIG_PRINTK_CALLER put them; anywhere, for a
   * program may have left a line unfinished. Then the subsystem whose pr_fmt() speaks.
   */
  private static final Pattern PREFIX =
      Pattern.compile(
          "^(?:.*?\\[ *\\d+\\.\\d+]\\s*(?:\\[ *[TC]\\d+]\\s*)?)?"
              + "(?:(?:rcu|watchdog|NMI watchdog|NMI|traps): )?");

  private static final Pattern HEADLINE =
      Pattern.compile(
          "^(BUG|WARNING|Oops|INFO|Kernel panic - not syncing|general protection fault|"
              + "divide error|invalid opcode|double fault|PANIC: double fault|stack segment|"
              + "Watchdog detected hard LOCKUP|UBSAN|kernel BUG at)\\b[:, ]*(.*)");

  /**
   * Of the lines that begin with INFO only these report a fault; "lockdep is turned off" says that
   * another report has done so.
   */
  private static final Pattern INFO_FAULT =
      Pattern.compile(
          "task .* blocked for more than|rcu.* (self-)?detected|"
              + "trying to register non-static key");

  private KernelLog() {}

  /** The faults, each title once, in the order of their first appearance. */
  public static List<Fault> faults(String log) {
    Set<Fault> found = new LinkedHashSet<>();
    log.lines().map(KernelLog::fault).flatMap(Optional::stream).forEach(found::add);
    return List.copyOf(found);
  }

  /** The reason that the kernel gave for its panic, if it did panic. */
  public static Optional<String> panic(String log) {
    return faults(log).stream()
        .filter(fault -> fault.kind().startsWith("Kernel panic"))
        .map(Fault::title)
        .findFirst();
  }

  private static Optional<Fault> fault(String line) {
    Matcher headline = HEADLINE.matcher(PREFIX.matcher(line.strip()).replaceFirst(""));
    if (!headline.matches()) {
      return Optional.empty();
    }
    String kind = headline.group(1);
    String rest = headline.group(2);
    if (kind.equals("INFO") && !INFO_FAULT.matcher(rest).lookingAt()) {
      return Optional.empty();
    }
    return Optional.of(new Fault(kind, stable(rest)));
  }

  /** Takes out what differs from run to run: addresses, offsets, processors, process ids. */
  private static String stable(String title) {
    String text =
        title
            .replaceAll("\\+0x[0-9a-f]+(/0x[0-9a-f]+)?", "")
            .replaceAll("\\b(0x)?[0-9a-f]{8,16}\\b", "ADDR")
            .replaceAll("\\b(CPU|PID|pid|cpu)[:=# ]+\\d+", "$1")
            .replaceAll("\\[#\\d+]", "")
            .replaceAll("\\b\\d+\\b", "N")
            .strip();
    return text.substring(0, Math.min(text.length(), TITLE_LENGTH));
  }
}
