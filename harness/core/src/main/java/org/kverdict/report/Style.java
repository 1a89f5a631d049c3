// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.Map;

/** Colours of a terminal, or none. See https://no-color.org for NO_COLOR. */
public enum Style {
  /** SGR escape sequences (ECMA-48). */
  COLOUR,
  /** Text alone. */
  PLAIN;

  private static final String RESET = "\u001b[0m";
  private static final Map<String, String> SGR =
      Map.of(
          "red",
          "\u001b[31m",
          "green",
          "\u001b[32m",
          "yellow",
          "\u001b[33m",
          "bold",
          "\u001b[1m",
          "dim",
          "\u001b[2m");

  private String in(String colour, String text) {
    return this == COLOUR && !text.isEmpty() ? SGR.get(colour) + text + RESET : text;
  }

  /** Something that got worse. */
  public String bad(String text) {
    return in("red", text);
  }

  /** Something that got better. */
  public String good(String text) {
    return in("green", text);
  }

  /** Something that became different. */
  public String notable(String text) {
    return in("yellow", text);
  }

  /** Something to begin with. */
  public String strong(String text) {
    return in("bold", text);
  }

  /** Something that may be passed over. */
  public String faint(String text) {
    return in("dim", text);
  }

  /** A verdict's word in its colour. */
  public String verdict(String word, String text) {
    return switch (word) {
      case "fixed", "added" -> good(text);
      case "regressed", "intermediate-only", "not-applied", "not-built" -> bad(text);
      case "changed", "removed", "flaky", "inconclusive" -> notable(text);
      default -> text;
    };
  }
}
