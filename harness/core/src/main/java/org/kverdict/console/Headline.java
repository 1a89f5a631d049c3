// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * A line with which a report begins, or goes on.
 *
 * @param family what it is
 * @param match the headline's pattern on it
 * @param function that it names
 */
record Headline(Family family, MatchResult match, Optional<String> function) {

  /** The pattern's first group, which the title quotes. */
  String quoted() {
    String group = match.groupCount() == 0 ? null : match.group(1);
    return group == null ? "" : group;
  }
}
