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

  private Families() {}

  /** The headline that this line is, if it is one. */
  static Optional<Headline> headline(String line) {
    if (line.isEmpty()) {
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

  private static Optional<String> namedFunction(Matcher matcher) {
    if (!matcher.pattern().pattern().contains("(?<f>")) {
      return Optional.empty();
    }
    return Optional.ofNullable(matcher.group("f"));
  }
}
