// SPDX-License-Identifier: Apache-2.0
package org.kverdict.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kverdict.process.Reaper;

/** What this JVM has left on its host since a moment: nothing, if all is well. */
public final class Leftovers {
  /** What has been killed may take a moment to be gone. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Set<String> mounts = mounts();
  private final Set<String> files = temporaryFiles();
  private final Set<String> sockets = sockets();

  private Leftovers() {}

  /** Remembers what there is before a test. */
  public static Leftovers since() {
    return new Leftovers();
  }

  /** Fails if a process, a thread, a socket, a temporary file or a mount has come and stayed. */
  public void requireNone() throws InterruptedException {
    List<ProcessHandle> children =
        ProcessHandle.current()
            .descendants()
            .filter(it -> !Reaper.ofThisProcess().isThis(it))
            .toList();
    for (ProcessHandle child : children) {
      try {
        child.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        throw new AssertionError("a process is left: " + child.info(), e);
      }
    }
    List<String> threads = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("kverdict-")) {
        thread.join(GRACE.toMillis());
        if (thread.isAlive()) {
          threads.add(thread.getName());
        }
      }
    }
    assertThat(threads).as("threads").isEmpty();
    assertThat(temporaryFiles()).as("temporary files and sockets").isEqualTo(files);
    assertThat(mounts()).as("mounts").isEqualTo(mounts);
    assertThat(sockets()).as("open sockets").isSubsetOf(sockets);
  }

  /** Open ones, by their numbers. */
  private static Set<String> sockets() {
    Set<String> sockets = new TreeSet<>();
    for (Path descriptor : list(Path.of("/proc/self/fd")).toList()) {
      try {
        String target = Files.readSymbolicLink(descriptor).toString();
        if (target.startsWith("socket:")) {
          sockets.add(target);
        }
      } catch (IOException e) {
        // Closed meanwhile.
      }
    }
    return sockets;
  }

  private static Set<String> mounts() {
    try {
      return new TreeSet<>(Files.readAllLines(Path.of("/proc/self/mountinfo")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that bear our name, and of the folders of sockets those that bear our number. */
  private static Set<String> temporaryFiles() {
    long self = ProcessHandle.current().pid();
    return Stream.of(
            Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")),
            Optional.of("/tmp"),
            Optional.of(System.getProperty("java.io.tmpdir")))
        .flatMap(Optional::stream)
        .distinct()
        .map(Path::of)
        .filter(Files::isDirectory)
        .flatMap(Leftovers::list)
        .map(Path::toString)
        .filter(path -> path.contains("/kverdict-" + self + "-") || path.contains("/kverdict_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
