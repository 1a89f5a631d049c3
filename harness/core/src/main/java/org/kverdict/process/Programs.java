// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;

/** Finds programs where the shell would find them. */
public final class Programs {
  private final List<Path> folders;

  Programs(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** The folders of {@code PATH}, and those for the superuser's programs. */
  public static Programs onPath() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return new Programs(
        Stream.concat(
                Arrays.stream(path.split(File.pathSeparator)).filter(s -> !s.isEmpty()),
                Stream.of("/usr/sbin", "/sbin"))
            .map(Path::of)
            .distinct()
            .toList());
  }

  /** The file that would be started, if there is one. */
  public Optional<Path> find(String program) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program)).filter(Files::isExecutable);
    }
    return folders.stream()
        .map(folder -> folder.resolve(program))
        .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
        .findFirst();
  }

  /**
   * The file that would be started.
   *
   * @throws InfrastructureException which names the program, where it was looked for and what to do
   */
  public Path require(String program) {
    return find(program)
        .orElseThrow(
            () ->
                new InfrastructureException(
                    "cannot start "
                        + program
                        + ": no such program in "
                        + String.join(":", folders.stream().map(Path::toString).toList())
                        + ". Run \"make setup\" in kverdict's folder to install what it needs,"
                        + " or \"kverdict doctor\" to see what is missing."));
  }
}
