// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where messages begin in a line: at a time stamp, as the kernel itself puts it or as {@code dmesg
 * -T} and {@code --time-format iso} do. A level may stand before it and a caller after it.
 */
final class Stamp {
  private static final String LEVEL = "(?:<\\d{1,3}>)?";
  private static final String SECONDS = "\\[ {0,12}(\\d{1,9}\\.\\d{1,9})]";
  private static final String DATE =
      "\\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}]";
  private static final String ISO =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[,.]\\d{1,9}(?:[+-]\\d\\d:?\\d\\d|Z)";
  private static final String CALLER = "(?:\\s{0,8}\\[ {0,10}([TC]\\d{1,10})])?";

  private static final Pattern PATTERN =
      Pattern.compile(LEVEL + "(?:" + SECONDS + "|" + DATE + "|" + ISO + ")" + CALLER + " ?");

  private static final Pattern LEVEL_ONLY = Pattern.compile("^" + LEVEL);

  private final Matcher matcher;
  private final boolean possible;
  private double last;

  private Stamp(String line) {
    this.matcher = PATTERN.matcher(line);
    this.possible = line.indexOf('[') >= 0 || line.startsWith("20") || line.startsWith("<");
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
    String caller = matcher.group(2);
    return caller == null ? "" : caller;
  }
}
