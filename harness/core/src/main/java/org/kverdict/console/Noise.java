// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.regex.Pattern;

/** Takes out of a line what no kernel prints: terminals' control sequences and a wire's noise. */
final class Noise {
  private static final char ESCAPE = 0x1b;

  /**
   * CSI with its parameters, OSC to its end, and the short ones. None reaches as far as a bracket,
   * for a program that was cut short in the middle of one must not hide the stamp that follows.
   */
  private static final Pattern SEQUENCES =
      Pattern.compile(
          "\u001b(?:\\[(?! {0,12}\\d{1,9}\\.\\d)[0-?]{0,64}[ -/]{0,8}[@-Z\\\\-~]"
              + "|][^\u0007\u001b\\[]{0,256}\u0007?|[^\\[\\]])?");

  private Noise() {}

  /** The line without them; a tab stays. */
  static String removedFrom(String line) {
    String plain = line.indexOf(ESCAPE) < 0 ? line : SEQUENCES.matcher(line).replaceAll("");
    for (int i = 0; i < plain.length(); i++) {
      if (isNoise(plain.charAt(i))) {
        return filtered(plain);
      }
    }
    return plain;
  }

  private static String filtered(String line) {
    StringBuilder clean = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      if (!isNoise(line.charAt(i))) {
        clean.append(line.charAt(i));
      }
    }
    return clean.toString();
  }

  /** The kernel prints ASCII; a byte that is no UTF-8 has become U+FFFD by now. */
  private static boolean isNoise(char c) {
    return (c < ' ' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0xfffd || c == 0xfeff;
  }
}
