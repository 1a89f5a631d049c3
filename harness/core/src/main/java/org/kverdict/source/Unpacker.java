// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.Folders;

/** Turns tarballs and folders into trees of ours. */
final class Unpacker {
  /** A tree unpacks in 10 s; a slow disk may need many times that. */
  private static final Duration BOUND = Duration.ofMinutes(20);

  private final CommandRunner commands;

  Unpacker(CommandRunner commands) {
    this.commands = commands;
  }

  /** Unpacks and returns the tree's top: the single folder in the tarball, or all of it. */
  Path unpack(Path tarball, Path into) {
    Folders.make(into);
    // --no-same-owner: as root, tar would otherwise hand the files to strangers' user ids.
    CommandResult result =
        commands.run(
            Command.of(
                "tar",
                "--extract",
                "--no-same-owner",
                "--file",
                tarball.toString(),
                "--directory",
                into.toString()),
            BOUND);
    if (!result.succeeded()) {
      if (InfrastructureException.saysDiskFull(result.stderr())) {
        throw new InfrastructureException(
            InfrastructureException.diskFull("cannot unpack " + tarball, into));
      }
      throw new UsageException(
          "cannot unpack "
              + tarball
              + " (known: .tar.xz, .tar.gz, .tar.zst): "
              + result.stderr().strip());
    }
    List<Path> top = list(into);
    return top.size() == 1 && Files.isDirectory(top.get(0)) ? top.get(0) : into;
  }

  /** Copies a folder without its git data. */
  Path copy(Path folder, Path into) {
    Folders.make(into);
    for (Path entry : list(folder)) {
      if (!entry.getFileName().toString().equals(FolderCopy.EXCLUDED)) {
        run(
            "cannot copy " + folder,
            Command.of("cp", "-a", "--reflink=auto", "-t", into.toString(), entry.toString()),
            into);
      }
    }
    return into;
  }

  /**
   * Cleans a copy in which somebody has built: Kbuild refuses to build elsewhere from such a tree.
   */
  void clean(Path into) {
    if (Files.exists(into.resolve(".config")) || Files.exists(into.resolve("include/config"))) {
      // Only these variables, and no KBUILD_OUTPUT: it would clean the user's own output folder.
      Map<String, String> variables = new TreeMap<>(Map.of("LC_ALL", "C"));
      variables.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
      run(
          "cannot clean the copy of the tree",
          Command.of("make", "-C", into.toString(), "KBUILD_OUTPUT=", "mrproper")
              .withOnly(variables),
          into);
    }
  }

  private void run(String attempt, Command command, Path where) {
    CommandResult result = commands.run(command, BOUND);
    if (!result.succeeded() && InfrastructureException.saysDiskFull(result.stderr())) {
      throw new InfrastructureException(InfrastructureException.diskFull(attempt, where));
    }
    result.orThrow(attempt);
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot list", folder, e);
    }
  }
}
