// SPDX-License-Identifier: Apache-2.0
package org.kverdict.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;

/** The hash of a folder: names, kinds, executable bits and contents; no time stamps, no owners. */
public final class TreeHash {
  private TreeHash() {}

  /**
   * @param folder the folder
   * @param included which paths, relative to the folder, count
   * @return the hash in hex
   */
  public static String of(Path folder, Predicate<Path> included) {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files =
          walk.filter(p -> !Files.isDirectory(p) || Files.isSymbolicLink(p))
              .map(folder::relativize)
              .filter(included)
              .sorted()
              .toList();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read the tree", folder, e);
    }
    ContentHash all = ContentHash.start();
    files.parallelStream().map(file -> describe(folder, file)).forEachOrdered(all::add);
    return all.hex();
  }

  private static String describe(Path folder, Path file) {
    Path full = folder.resolve(file);
    try {
      if (Files.isSymbolicLink(full)) {
        return "link " + file + " " + Files.readSymbolicLink(full);
      }
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", full, e);
    }
    String mode = Files.isExecutable(full) ? "x" : "-";
    return "file " + file + " " + mode + " " + ContentHash.of(full);
  }
}
