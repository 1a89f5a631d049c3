// SPDX-License-Identifier: Apache-2.0
package org.kverdict.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code git apply} prints in the C locale; its words are those of git's apply.c. */
final class GitApplyOutput {
  private static final Pattern APPLYING =
      Pattern.compile("Applying patch (.*) with \\d+ rejects?\\.\\.\\.");
  private static final Pattern REJECTED = Pattern.compile("Rejected hunk #(\\d+)\\.");
  private static final Pattern FAILED = Pattern.compile("error: patch failed: (.*):(\\d+)");

  private GitApplyOutput() {}

  /** The paths in {@code --numstat -z}; of a renamed file the new one alone. */
  static List<String> touchedPaths(String numstat) {
    return Arrays.stream(numstat.split("\0"))
        .filter(field -> !field.isEmpty())
        .map(field -> field.split("\t", 3)[2])
        .toList();
  }

  /** What went wrong: file, hunk and line where git names them, else its own errors. */
  static List<String> problems(String stderr) {
    List<String> lines = stderr.lines().toList();
    List<String> problems = new ArrayList<>();
    List<String> failedAt = new ArrayList<>();
    String file = "";
    for (String line : lines) {
      Matcher failed = FAILED.matcher(line);
      Matcher applying = APPLYING.matcher(line);
      Matcher rejected = REJECTED.matcher(line);
      if (failed.matches()) {
        failedAt.add(failed.group(1) + ":" + failed.group(2));
      } else if (applying.matches()) {
        file = applying.group(1);
      } else if (rejected.matches()) {
        problems.add(
            file + ": hunk #" + rejected.group(1) + " does not match" + lineOf(file, failedAt));
      } else if (line.startsWith("error: ") && !line.startsWith("error: while searching for:")) {
        problems.add(line.substring("error: ".length()));
      }
    }
    return problems.isEmpty() ? List.of(stderr.strip()) : problems;
  }

  /** Rejections are announced in the order in which the searches failed. */
  private static String lineOf(String file, List<String> failedAt) {
    for (int i = 0; i < failedAt.size(); i++) {
      String at = failedAt.get(i);
      if (at.startsWith(file + ":")) {
        failedAt.remove(i);
        return " (wanted at line " + at.substring(file.length() + 1) + " of the tree's file)";
      }
    }
    return "";
  }
}
