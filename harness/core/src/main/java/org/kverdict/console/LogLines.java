// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.function.Consumer;

/**
 * The kernel's messages in a log, whatever else is in it. Each character is looked at a bounded
 * number of times.
 */
final class LogLines {
  /** The kernel's own messages have at most about 1,000 characters. */
  private static final int BOUND = 4096;

  /** Firmware may speak first; if the kernel stamps its messages, one is among so many lines. */
  private static final int DECIDING_LINES = 5_000;

  private final String log;
  private final boolean stamped;

  private LogLines(String log) {
    this.log = log;
    this.stamped = new StampSearch().found(log);
  }

  /**
   * Hands over the lines in their order.
   *
   * @param kernel receives the kernel's messages
   * @param program receives what is not the kernel's
   */
  static void forEach(String log, Consumer<LogLine> kernel, Consumer<LogLine> program) {
    LogLines lines = new LogLines(log);
    lines.split((number, line) -> lines.messages(number, line, kernel, program));
  }

  /** What ends at a carriage return is a line of its own, but only a line feed counts. */
  private void split(Lines lines) {
    int number = 1;
    int start = 0;
    while (start < log.length()) {
      int end = start;
      while (end < log.length() && log.charAt(end) != '\n' && log.charAt(end) != '\r') {
        end++;
      }
      if (end > start && !lines.line(number, bounded(start, end))) {
        return;
      }
      if (end < log.length() && log.charAt(end) == '\n') {
        number++;
      }
      start = end + 1;
    }
  }

  /** Of a long line both ends: a program's endless line may have a message at its end. */
  private String bounded(int start, int end) {
    return end - start <= 2 * BOUND
        ? log.substring(start, end)
        : log.substring(start, start + BOUND) + log.substring(end - BOUND, end);
  }

  private boolean messages(
      int number, String raw, Consumer<LogLine> kernel, Consumer<LogLine> program) {
    String line = Noise.removedFrom(raw);
    Stamp stamp = Stamp.in(line);
    if (!stamp.next()) {
      (stamped ? program : kernel)
          .accept(new LogLine(number, "", Stamp.withoutLevel(line).stripTrailing()));
      return true;
    }
    boolean more = true;
    while (more) {
      int begin = stamp.end();
      String caller = stamp.caller();
      more = stamp.next();
      int end = more ? stamp.start() : line.length();
      kernel.accept(new LogLine(number, caller, line.substring(begin, end).stripTrailing()));
    }
    return true;
  }

  /** Takes a line; false to hear no more. */
  private interface Lines {
    boolean line(int number, String line);
  }

  /** Whether the kernel stamps its messages, so that lines without a stamp are not its own. */
  private static final class StampSearch {
    private boolean found;
    private int seen;

    boolean found(String log) {
      new LogLines(log, false)
          .split(
              (number, line) -> {
                found = Stamp.in(Noise.removedFrom(line)).next();
                seen++;
                return !found && seen < DECIDING_LINES;
              });
      return found;
    }
  }

  private LogLines(String log, boolean stamped) {
    this.log = log;
    this.stamped = stamped;
  }
}
