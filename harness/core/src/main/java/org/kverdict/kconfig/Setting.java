// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

/**
 * What a fragment asks of one option.
 *
 * @param option the option's name with {@code CONFIG_}
 * @param value {@code y}, {@code m}, a number, a quoted string; {@code n} for "is not set"
 * @param where the fragment's name and the line, as in {@code kcov.config:7}
 */
public record Setting(String option, String value, String where) {

  /** The line of a {@code .config} file that says the same. */
  public String toLine() {
    return value.equals("n") ? "# " + option + " is not set" : option + "=" + value;
  }
}
