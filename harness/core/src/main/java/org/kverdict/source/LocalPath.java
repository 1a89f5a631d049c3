// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;

/** Checks the paths in a {@link SourceSpec}. */
final class LocalPath {
  private LocalPath() {}

  static Path requireFile(Path file, String spec) {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(
          "the source " + spec + " does not exist: " + found(file) + ", want a file");
    }
    return file;
  }

  static Path requireFolder(Path folder, String spec) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "the source " + spec + " does not exist: " + found(folder) + ", want a folder");
    }
    return folder;
  }

  /** The folder behind a path that may be a link. */
  static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot resolve", folder, e);
    }
  }

  private static String found(Path path) {
    Path full = path.toAbsolutePath();
    if (Files.isDirectory(full)) {
      return full + " is a folder";
    }
    return Files.exists(full) ? full + " is a file" : "there is nothing at " + full;
  }
}
