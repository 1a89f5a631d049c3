// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kverdict.failure.InfrastructureException;

/** The version that a tree's top Makefile sets in its first lines. */
final class KernelVersion {
  private static final int FAR_ENOUGH = 4096;

  private KernelVersion() {}

  /** The version; empty if this is no kernel tree. */
  static Optional<String> of(Path tree) {
    Path makefile = tree.resolve("Makefile");
    if (!Files.isRegularFile(makefile)) {
      return Optional.empty();
    }
    String head;
    try (var in = Files.newInputStream(makefile)) {
      head = new String(in.readNBytes(FAR_ENOUGH), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", makefile, e);
    }
    String version = value(head, "VERSION");
    String patchLevel = value(head, "PATCHLEVEL");
    if (version.isEmpty() || patchLevel.isEmpty()) {
      return Optional.empty();
    }
    String sublevel = value(head, "SUBLEVEL");
    return Optional.of(
        version
            + "."
            + patchLevel
            + (sublevel.isEmpty() ? "" : "." + sublevel)
            + value(head, "EXTRAVERSION"));
  }

  private static String value(String head, String name) {
    Matcher m = Pattern.compile("(?m)^" + name + "[ \\t]*=[ \\t]*(\\S*)[ \\t]*$").matcher(head);
    return m.find() ? m.group(1) : "";
  }
}
