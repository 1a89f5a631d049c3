// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

/** A guest's text, made fit for a terminal and for XML: a guest may print anything. */
final class Printable {
  private static final int REPLACEMENT = 0xFFFD;

  private Printable() {}

  /** The text with all control characters but tab and newline replaced. */
  static String of(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\n' || c == '\t' || !Character.isISOControl(c) ? c : REPLACEMENT)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
