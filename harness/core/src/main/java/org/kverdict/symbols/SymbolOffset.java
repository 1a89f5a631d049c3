// SPDX-License-Identifier: Apache-2.0
package org.kverdict.symbols;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a function, as the kernel prints it: {@code 0x1f/0x40}.
 *
 * @param offset bytes from the function's start
 * @param size of the function in bytes
 */
record SymbolOffset(long offset, long size) {
  /** Fifteen digits at most: what is larger is no offset and no long. */
  private static final Pattern PRINTED = Pattern.compile("0x([0-9a-f]{1,15})/0x([0-9a-f]{1,15})");

  static Optional<SymbolOffset> parse(String printed) {
    Matcher matcher = PRINTED.matcher(printed);
    return matcher.matches()
        ? Optional.of(
            new SymbolOffset(
                Long.parseLong(matcher.group(1), 16), Long.parseLong(matcher.group(2), 16)))
        : Optional.empty();
  }
}
