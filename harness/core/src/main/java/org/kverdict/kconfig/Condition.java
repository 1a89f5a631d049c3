// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition around lines of a Makefile.
 *
 * @param text as it is written
 * @param inverted whether the lines are those after its {@code else}
 */
record Condition(String text, boolean inverted) {
  private static final Pattern DEFINED = Pattern.compile("if(n?)def (CONFIG_[A-Za-z0-9_]+)");
  private static final Pattern EQUAL =
      Pattern.compile("if(n?)eq \\(\\$[({](CONFIG_[A-Za-z0-9_]+)[)}]\\s*,\\s*(y|m|)\\)");

  static Condition of(String word, String rest) {
    return new Condition(rest.isEmpty() ? word : word + " " + rest, false);
  }

  Condition negated() {
    return new Condition(text, !inverted);
  }

  /** Whether it is certain that the condition does not hold; many are too involved to tell. */
  boolean fails(DotConfig config) {
    Matcher defined = DEFINED.matcher(text);
    if (defined.matches()) {
      boolean set = !config.value(defined.group(2)).equals("n");
      return set == (defined.group(1).equals("n") != inverted);
    }
    Matcher equal = EQUAL.matcher(text);
    if (equal.matches()) {
      String value = config.value(equal.group(2));
      boolean same = (value.equals("n") ? "" : value).equals(equal.group(3));
      return same == (equal.group(1).equals("n") != inverted);
    }
    return false;
  }

  String shown() {
    return (inverted ? "the else of " : "") + text;
  }
}
