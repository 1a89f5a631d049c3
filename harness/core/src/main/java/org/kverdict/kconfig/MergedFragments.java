// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kverdict.failure.UsageException;

/** What several fragments ask for together. */
public final class MergedFragments {
  private final Map<String, Setting> settings;

  private MergedFragments(Map<String, Setting> settings) {
    this.settings = settings;
  }

  /**
   * Merges fragments.
   *
   * @throws UsageException if two of them want different values of one option; both places are
   *     named
   */
  public static MergedFragments of(List<Fragment> fragments) {
    Map<String, Setting> merged = new LinkedHashMap<>();
    List<String> conflicts = new ArrayList<>();
    for (Fragment fragment : fragments) {
      for (Setting setting : fragment.settings()) {
        Setting earlier = merged.putIfAbsent(setting.option(), setting);
        if (earlier != null && !earlier.value().equals(setting.value())) {
          conflicts.add(setting.option() + ": " + said(earlier) + ", but " + said(setting));
        }
      }
    }
    if (!conflicts.isEmpty()) {
      throw new UsageException(
          "the config fragments contradict each other:\n  "
              + String.join("\n  ", conflicts)
              + "\nLeave one of the fragments out, or change one of the lines.");
    }
    return new MergedFragments(merged);
  }

  private static String said(Setting setting) {
    return setting.where() + " wants " + setting.value();
  }

  /** Every option that is asked for, once. */
  public Collection<Setting> settings() {
    return settings.values();
  }

  /** The lines to append to a {@code .config}; the same for the same settings in any order. */
  public String toConfigLines() {
    return settings.values().stream()
        .map(Setting::toLine)
        .sorted()
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
