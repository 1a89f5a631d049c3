// SPDX-License-Identifier: Apache-2.0
package org.kverdict.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of the tree in {@code fake-linux}, which builds in a moment and fails when told to. */
public final class FakeLinux {
  private FakeLinux() {}

  /** Writes the tree. */
  public static Path write(Path folder) {
    Path template = Path.of("src/test/resources/fake-linux");
    try (Stream<Path> files = Files.walk(template)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(template.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** Replaces a text in a file. */
  public static void edit(Path file, String from, String to) {
    try {
      Files.writeString(file, Files.readString(file).replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
