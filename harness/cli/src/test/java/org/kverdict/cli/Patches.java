// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small series against kernel/kcov.c of 5.10, to provoke things with. */
final class Patches {
  private static final String CONTEXT =
      """
       \tif (arg == KCOV_TRACE_PC)
       \t\treturn KCOV_MODE_TRACE_PC;
       \telse if (arg == KCOV_TRACE_CMP)
      """;

  private Patches() {}

  /** Puts a statement in front of what KCOV_ENABLE does with its argument. */
  static String enabling(String statement) {
    return diff("-516,3 +516,4", "+\t" + statement);
  }

  /** Takes that statement away again. */
  static String undoing(String statement) {
    return diff("-516,4 +516,3", "-\t" + statement);
  }

  private static String diff(String lines, String change) {
    return "--- a/kernel/kcov.c\n+++ b/kernel/kcov.c\n@@ %s @@\n%s\n%s"
        .formatted(lines, change, CONTEXT);
  }

  /** Writes a series into a folder. */
  static Path series(Path folder, String... diffs) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < diffs.length; i++) {
      Files.writeString(folder.resolve((i + 1) + ".diff"), diffs[i]);
    }
    return folder;
  }
}
