// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All that is known of reports; the first family that fits a line has it. */
final class Families {
  /** The subsystem whose pr_fmt() speaks. */
  private static final Pattern SPEAKER =
      Pattern.compile("^(?:(?:rcu|watchdog|NMI watchdog|NMI|traps|kmemleak): )*");

  private static final List<Family> ALL =
      Stream.of(
              SanitizerFamilies.ALL,
              MemoryFamilies.ALL,
              LockFamilies.ALL,
              StallFamilies.ALL,
              TrapFamilies.ALL)
          .flatMap(List::stream)
          .toList();

  /** Each headline has one of these. Most lines have none, and a log may have a million lines. */
  private static final List<String> MARKS =
      List.of(
          "BUG",
          "WARNING",
          "INFO",
          "Oops",
          "Kernel panic",
          "UBSAN",
          "nable to handle",
          "general protection",
          "[#",
          "Internal error",
          "PANIC",
          "divide error",
          "invalid opcode",
          "double fault",
          "Insufficient stack",
          "panicked at",
          "list_",
          "refcount_t",
          "ODEBUG",
          "DEBUG_LOCKS",
          "scheduling from",
          "hard LOCKUP",
          "unreferenced object",
          "new suspected",
          "alloc",
          "oom-killer",
          "ut of memory");

  private Families() {}

  /** The headline that this line is, if it is one. */
  static Optional<Headline> headline(String line) {
    if (!hasMark(line)) {
      return Optional.empty();
    }
    String text = line;
    Matcher speaker = SPEAKER.matcher(line);
    if (speaker.lookingAt()) {
      text = line.substring(speaker.end());
    }
    for (Family family : ALL) {
      Matcher matcher = family.headline().matcher(text);
      if (matcher.lookingAt()) {
        return Optional.of(new Headline(family, matcher.toMatchResult(), namedFunction(matcher)));
      }
    }
    return Optional.empty();
  }

  private static boolean hasMark(String line) {
    for (String mark : MARKS) {
      if (line.contains(mark)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<String> namedFunction(Matcher matcher) {
    if (!matcher.pattern().pattern().contains("(?<f>")) {
      return Optional.empty();
    }
    return Optional.ofNullable(matcher.group("f"));
  }
}
