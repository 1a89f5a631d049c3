// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

/** Patterns of names: {@code *} stands for any characters, {@code ?} for one. */
public final class Glob {
  private Glob() {}

  /** Whether the whole text matches; linear in practice, and quadratic at worst. */
  public static boolean matches(String glob, String text) {
    int g = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      char wanted = g < glob.length() ? glob.charAt(g) : 0;
      if (wanted == '*') {
        star = g++;
        resume = t;
      } else if (g < glob.length() && (wanted == '?' || wanted == text.charAt(t))) {
        g++;
        t++;
      } else if (star >= 0) {
        // The last star takes one more character, and the rest is tried again.
        g = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
