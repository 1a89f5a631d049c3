// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Reaper;

/**
 * A folder for sockets, which only this user can enter. Its path is short, because a socket's may
 * have 107 bytes only. It is there for the moment until QEMU has connected; of a harness that is
 * killed within that moment the reaper takes it away, or else the next harness.
 */
final class RuntimeFolder implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("kverdict-(\\d{1,9})-[0-9a-f]{8}");
  private static final int SOCKET_PATH_LIMIT = 107;
  private static final int LONGEST_NAME = "/kverdict-4194304-01234567/console".length();
  // A process of another container that shares this folder looks dead from here; but none takes
  // this long until its QEMU has connected.
  private static final Duration STALE = Duration.ofMinutes(5);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path path;

  private RuntimeFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes one in the user's runtime folder, or else in /tmp, after sweeping what is stale there.
   */
  static RuntimeFolder create() {
    Stream<Path> candidates =
        Stream.of(
                Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).filter(s -> !s.isBlank()),
                Optional.of("/tmp"))
            .flatMap(Optional::stream)
            .map(Path::of);
    return create(candidates.toList());
  }

  /** Makes one in the first of these folders that is there, writable and short enough. */
  static RuntimeFolder create(List<Path> candidates) {
    Path base =
        candidates.stream()
            .filter(p -> p.toString().length() + LONGEST_NAME <= SOCKET_PATH_LIMIT)
            .filter(p -> Files.isDirectory(p) && Files.isWritable(p))
            .findFirst()
            .orElseThrow(
                () ->
                    new InfrastructureException(
                        "cannot make a folder for QEMU's sockets: none of "
                            + candidates
                            + " is a writable folder with a path of at most "
                            + (SOCKET_PATH_LIMIT - LONGEST_NAME)
                            + " bytes. Set XDG_RUNTIME_DIR to one."));
    sweep(base);
    Path path =
        base.resolve(
            String.format(
                Locale.ROOT, "kverdict-%d-%08x", ProcessHandle.current().pid(), RANDOM.nextInt()));
    Reaper.ofThisProcess().deletes(path);
    try {
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw InfrastructureException.io("cannot make a folder for QEMU's sockets", path, e);
    }
    return new RuntimeFolder(path);
  }

  Path path() {
    return path;
  }

  /** Removes the folder and what is in it; does nothing the second time. */
  void remove() {
    remove(path);
  }

  @Override
  public void close() {
    remove();
  }

  private static void sweep(Path base) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, "kverdict-*")) {
      for (Path folder : folders) {
        if (isStale(folder)) {
          remove(folder);
        }
      }
    } catch (IOException e) {
      // Somebody else's rubbish is no reason not to run.
    }
  }

  private static boolean isStale(Path folder) throws IOException {
    Matcher name = NAME.matcher(folder.getFileName().toString());
    return name.matches()
        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
            .toInstant()
            .isBefore(Instant.now().minus(STALE));
  }

  private static void remove(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // Gone already, or another user's; either way there is nothing to be done about it.
    }
  }
}
