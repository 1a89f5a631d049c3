// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.ContentHash;
import org.kverdict.store.FolderLock;
import org.kverdict.store.Folders;
import org.kverdict.store.Store;

/**
 * Source packages out of Debian's archive, of any suite, through an apt of our own: the system's
 * sources, lists and caches stay untouched, and apt verifies signatures and hashes.
 */
final class DebianArchive {
  /**
   * Where kernels are looked for. Security suites come first: they are small, and what they have is
   * newer than what the release had.
   */
  private static final List<String> SUITES =
      List.of(
          "bullseye-security",
          "bookworm-security",
          "trixie-security",
          "bookworm",
          "trixie",
          "bookworm-backports",
          "trixie-backports",
          "bullseye");

  private final Store store;
  private final CommandRunner commands;
  private final Consumer<String> progress;
  private final AptSources mirrors;
  private final ObjectMapper json = new ObjectMapper();

  DebianArchive(
      Store store, CommandRunner commands, Consumer<String> progress, AptSources mirrors) {
    this.store = store;
    this.commands = commands;
    this.progress = progress;
    this.mirrors = mirrors;
  }

  /** One version of a package in one suite. */
  record Resolved(String name, String version, String suite, String sha256) {}

  /**
   * The package that is meant. The answer is remembered, so that runs are comparable until somebody
   * asks for another version: {@code debian:NAME=VERSION}.
   */
  Resolved resolve(SourceSpec.Debian spec) {
    Path memory = store.path("debian", spec.toString().substring("debian:".length()) + ".json");
    if (Files.exists(memory)) {
      try {
        return json.readValue(memory.toFile(), Resolved.class);
      } catch (IOException e) {
        progress.accept("ignoring the damaged " + memory);
      }
    }
    Resolved resolved;
    try (FolderLock lock = aptLock()) {
      resolved = search(spec);
    }
    try {
      Folders.write(memory, json.writeValueAsBytes(resolved));
    } catch (IOException e) {
      throw InfrastructureException.io("cannot remember the package", memory, e);
    }
    return resolved;
  }

  private Resolved search(SourceSpec.Debian spec) {
    List<String> suites = spec.suite().map(List::of).orElse(SUITES);
    List<String> found = new ArrayList<>();
    List<String> unreachable = new ArrayList<>();
    for (String suite : suites) {
      progress.accept("looking for " + spec.name() + " in " + suite);
      Optional<Apt> apt = update(suite);
      if (apt.isEmpty()) {
        unreachable.add(suite);
        continue;
      }
      List<String> versions = apt.get().versions(spec.name());
      versions.forEach(v -> found.add(v + " (" + suite + ")"));
      Optional<String> version =
          spec.version().isEmpty()
              ? versions.stream().findFirst()
              : versions.stream().filter(spec.version().get()::equals).findFirst();
      if (version.isPresent()) {
        if (!unreachable.isEmpty()) {
          // An answer is remembered: one that an unreachable suite might change must not be.
          throw unreachable(spec, unreachable);
        }
        String sha256 = apt.get().sha256(spec.name(), version.get());
        return new Resolved(spec.name(), version.get(), suite, sha256);
      }
    }
    if (!unreachable.isEmpty()) {
      throw unreachable(spec, unreachable);
    }
    throw new UsageException(
        "the source "
            + spec
            + " does not exist: "
            + (found.isEmpty()
                ? "no suite of " + String.join(", ", suites) + " has a package " + spec.name()
                : "there are " + String.join(", ", found))
            + ". Kernel trees are in packages named linux-source-VERSION.");
  }

  private InfrastructureException unreachable(SourceSpec.Debian spec, List<String> suites) {
    return new InfrastructureException(
        "cannot look for "
            + spec.name()
            + ": the Debian suites "
            + String.join(", ", suites)
            + " cannot be read from the mirrors in /etc/apt "
            + mirrors.archive()
            + mirrors.security()
            + ". Is there a network? Otherwise name a suite that can be read, as in "
            + spec.name()
            + "@bookworm, or a tree that is here: tar:FILE, dir:FOLDER or git:REPO@REV.");
  }

  /** Downloads a package and returns the tarball in it. */
  Path download(Resolved resolved, Path scratch) {
    try (FolderLock lock = aptLock()) {
      return downloadLocked(resolved, scratch);
    }
  }

  /** An apt does not wait for another: it fails, as if there were no network. */
  private FolderLock aptLock() {
    return store.lock("apt", "all", () -> progress.accept("waiting for another run's apt"));
  }

  private Path downloadLocked(Resolved resolved, Path scratch) {
    Apt apt =
        update(resolved.suite())
            .orElseThrow(
                () ->
                    new InfrastructureException(
                        "cannot download "
                            + resolved.name()
                            + ": the suite "
                            + resolved.suite()
                            + " cannot be read. Is there a network?"));
    progress.accept("downloading " + resolved.name() + " " + resolved.version());
    Path deb = apt.download(resolved.name(), resolved.version(), scratch);
    String sha256 = ContentHash.of(deb);
    if (!sha256.equals(resolved.sha256())) {
      throw new InfrastructureException(
          deb.getFileName() + " has SHA-256 " + sha256 + ", want " + resolved.sha256());
    }
    Path content = scratch.resolve("deb");
    commands
        .run(Command.of("dpkg-deb", "--extract", deb.toString(), content.toString()), Apt.BOUND)
        .orThrow("cannot unpack " + deb.getFileName());
    try (Stream<Path> files = Files.list(content.resolve("usr/src"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("linux-source-.*\\.tar\\.(xz|gz|zst)"))
          .findFirst()
          .orElseThrow(() -> new UsageException(resolved.name() + " holds no kernel tarball"));
    } catch (IOException e) {
      throw new UsageException(resolved.name() + " holds no kernel tarball in /usr/src", e);
    }
  }

  private Optional<Apt> update(String suite) {
    Apt apt = new Apt(commands, store.root().resolve("apt").resolve(suite));
    List<String> uris = mirrors.mirrorsOf(suite);
    return !uris.isEmpty() && apt.update(uris, suite) ? Optional.of(apt) : Optional.empty();
  }
}
