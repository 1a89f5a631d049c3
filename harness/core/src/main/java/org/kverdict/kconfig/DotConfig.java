// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A resolved {@code .config}. */
public final class DotConfig {
  private final Map<String, String> values;

  private DotConfig(Map<String, String> values) {
    this.values = values;
  }

  /** Reads a {@code .config}'s text. */
  public static DotConfig parse(String text) {
    return new DotConfig(
        Fragment.parse(".config", text).settings().stream()
            .collect(Collectors.toMap(Setting::option, Setting::value, (first, last) -> last)));
  }

  /** The value of an option; {@code n} if it is not set or not there. */
  public String value(String option) {
    return values.getOrDefault(option, "n");
  }

  /** Whether the configuration says anything of an option, be it that it is not set. */
  public boolean mentions(String option) {
    return values.containsKey(option);
  }

  /** The settings that did not survive. */
  public List<Setting> missing(MergedFragments wanted) {
    return wanted.settings().stream()
        .filter(setting -> !value(setting.option()).equals(setting.value()))
        .toList();
  }
}
