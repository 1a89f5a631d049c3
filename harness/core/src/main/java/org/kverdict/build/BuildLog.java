// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.util.List;
import java.util.regex.Pattern;

/** Finds the errors in what {@code make}, gcc, ld and Kbuild's scripts print. */
final class BuildLog {
  private static final int FIRST = 5;
  private static final Pattern ERROR =
      Pattern.compile(
          ".*(: (fatal )?error: |: undefined reference to |: multiple definition of |^ERROR: |"
              + "^Error: |: Assembler messages:).*");
  private static final Pattern MAKE = Pattern.compile("make(\\[\\d+\\])?: \\*\\*\\* .*");

  private BuildLog() {}

  /** The first errors; what make itself complains of if there are no others. */
  static List<String> firstErrors(String log) {
    List<String> errors = matching(log, ERROR);
    if (!errors.isEmpty()) {
      return errors;
    }
    List<String> complaints = matching(log, MAKE);
    return complaints.isEmpty() ? List.of("make printed no error that is known") : complaints;
  }

  private static List<String> matching(String log, Pattern pattern) {
    return log.lines()
        .filter(line -> pattern.matcher(line).matches())
        .map(String::strip)
        .limit(FIRST)
        .toList();
  }
}
