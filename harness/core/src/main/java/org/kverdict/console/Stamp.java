// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where messages begin in a line: at a time stamp, as the kernel itself puts it, as the formats of
 * {@code dmesg} do, as a record of {@code /dev/kmsg} has it or as a journal does, which names the
 * kernel. A level may stand before it and a caller after it.
 */
final class Stamp {
  private static final String LEVEL = "(?:<\\d{1,3}>)?";

  /** With {@code dmesg -d} the time since the message before, too. */
  private static final String SECONDS = "\\[ {0,12}(\\d{1,9}\\.\\d{1,9})(?: <[ \\d.+-]{1,16}>)?]";

  private static final String DATE =
      "\\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}]";

  /** {@code dmesg -e} gives the minute, and then the time since. */
  private static final String RELATIVE =
      "\\[(?:[A-Z][a-z]{2} {0,2}\\d{1,2} \\d\\d:\\d\\d| {0,3}\\+ {0,8}\\d{1,6}\\.\\d{1,9})]";

  private static final String ISO =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:[,.]\\d{1,9})?(?:[+-]\\d\\d:?\\d\\d|Z)";

  private static final String SYSLOG = "[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d";
  private static final String SPEAKER = " [\\w.-]{1,64} kernel: ";

  /** A journal has the messages of all programs; the kernel's name and no other makes a stamp. */
  private static final String JOURNAL =
      "(?:" + SYSLOG + "|" + ISO + ")" + SPEAKER + "(?!\\[ {0,12}\\d{1,9}\\.)";

  private static final String KMSG = "\\d{1,5},\\d{1,12},\\d{1,18},[^;]{1,80};";

  private static final String CALLER = "(?:\\s{0,8}\\[ {0,10}(?<caller>[TC]\\d{1,10})])?";

  private static final Pattern PATTERN =
      Pattern.compile(
          LEVEL
              + ("(?:" + SECONDS + "|" + DATE + "|" + ISO + ")")
              + ("(?:" + SPEAKER + "|" + CALLER + " ?)"));

  /** Looked for at a line's beginning only, where no torn line has another. */
  private static final Pattern FIRST =
      Pattern.compile(JOURNAL + "|" + KMSG + "|" + LEVEL + RELATIVE + CALLER + " ?");

  private static final Pattern LEVEL_ONLY = Pattern.compile("^" + LEVEL);

  private Matcher matcher;
  private boolean possible;
  private boolean first;
  private double last;

  private Stamp(String line) {
    char begin = line.isEmpty() ? ' ' : line.charAt(0);
    this.first = begin == '[' || begin == '<' || Character.isLetterOrDigit(begin);
    this.possible = line.indexOf('[') >= 0 || line.startsWith("20");
    this.matcher = FIRST.matcher(line);
    if (!first || !matcher.lookingAt()) {
      first = false;
      matcher = PATTERN.matcher(line);
    }
  }

  static Stamp in(String line) {
    return new Stamp(line);
  }

  /** A line without its level, for kernels that give no time. */
  static String withoutLevel(String line) {
    return LEVEL_ONLY.matcher(line).replaceFirst("");
  }

  /**
   * Moves to the next message of the line: a torn line has several. A stamp that is older than the
   * one before it is part of a message, which quotes it.
   */
  boolean next() {
    if (first) {
      // Such a line is a record, which is never torn.
      first = false;
      possible = false;
      return true;
    }
    while (possible && matcher.find()) {
      String seconds = matcher.group(1);
      double time = seconds == null ? last : Double.parseDouble(seconds);
      if (time >= last) {
        last = time;
        return true;
      }
    }
    return false;
  }

  /** Where the stamp begins. */
  int start() {
    return matcher.start();
  }

  /** Where the message begins. */
  int end() {
    return matcher.end();
  }

  /** Who printed it, or nothing. */
  String caller() {
    String caller = matcher.group("caller");
    return caller == null ? "" : caller;
  }
}
