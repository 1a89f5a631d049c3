// SPDX-License-Identifier: Apache-2.0
package org.kverdict.results;

import java.util.regex.Pattern;

/** How a case is named: {@code SUITE/TOPIC.CASE}, as guest-tests/PROTOCOL.md has it. */
public final class CaseName {
  /** What a runner keeps of a name. */
  private static final int LONGEST = 255;

  private static final Pattern NAME = Pattern.compile("[\\w-]+/\\w+\\.\\w+");

  private CaseName() {}

  /** Whether this can be a case's name; a guest may call its cases anything. */
  public static boolean isOne(String text) {
    return text.length() <= LONGEST && NAME.matcher(text).matches();
  }
}
