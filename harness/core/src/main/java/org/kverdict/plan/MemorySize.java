// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guest's memory, as a person writes it.
 *
 * @param mebibytes from 64 to 65536
 */
public record MemorySize(int mebibytes) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(M|G)");
  private static final int LEAST = 64;
  private static final int MOST = 65536;

  /**
   * Reads {@code 512M} or {@code 2G}.
   *
   * @throws IllegalArgumentException if it is written otherwise or out of bounds
   */
  @JsonCreator
  public static MemorySize parse(String text) {
    Matcher m = FORM.matcher(text);
    if (m.matches()) {
      long size = Long.parseLong(m.group(1)) * (m.group(2).equals("G") ? 1024 : 1);
      if (size >= LEAST && size <= MOST) {
        return new MemorySize((int) size);
      }
    }
    throw new IllegalArgumentException(
        "bad memory size \"" + text + "\": want 64M to 64G, written like 512M or 2G");
  }
}
