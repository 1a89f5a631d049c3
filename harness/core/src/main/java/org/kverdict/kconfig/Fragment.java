// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kverdict.failure.UsageException;

/**
 * A part of a kernel configuration: lines {@code CONFIG_X=value} and {@code # CONFIG_X is not set}
 * among comments, as {@code scripts/kconfig/merge_config.sh} reads them.
 *
 * @param name the file's name
 * @param settings in the order of the lines
 */
public record Fragment(String name, List<Setting> settings) {
  private static final Pattern SET = Pattern.compile("(CONFIG_[A-Za-z0-9_]+)=(.+)");
  private static final Pattern NOT_SET =
      Pattern.compile("#\\s*(CONFIG_[A-Za-z0-9_]+) is not set\\s*");

  /** Copies. */
  public Fragment {
    settings = List.copyOf(settings);
  }

  /**
   * Reads a fragment.
   *
   * @param name for messages
   * @param text the file's content
   * @throws UsageException if a line is neither a setting nor a comment
   */
  public static Fragment parse(String name, String text) {
    List<Setting> settings = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      String where = name + ":" + number;
      Matcher set = SET.matcher(line);
      Matcher notSet = NOT_SET.matcher(line);
      if (set.matches()) {
        settings.add(new Setting(set.group(1), set.group(2).strip(), where));
      } else if (notSet.matches()) {
        settings.add(new Setting(notSet.group(1), "n", where));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        throw new UsageException(
            where
                + ": \""
                + line
                + "\" is no setting: want CONFIG_NAME=value, or \"# CONFIG_NAME is not set\"");
      }
    }
    return new Fragment(name, settings);
  }
}
