// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandRunner;
import org.kverdict.series.Overlay;
import org.kverdict.store.Folders;

/**
 * A tree that is built in, at one place for good: host tools record absolute paths, so a built tree
 * that moves is built anew. Its sources are hard links to the unpacked tree; a file that a patch
 * touches is replaced, never written into, and gets the time of now, so that {@code make} sees the
 * change in either direction.
 */
final class Workspace {
  private static final Duration COPY_BOUND = Duration.ofMinutes(20);

  private final Path folder;
  private final Path pristine;
  private final Path temporary;
  private final CommandRunner commands;

  Workspace(Path folder, Path pristine, Path temporary, CommandRunner commands) {
    this.folder = folder;
    this.pristine = pristine;
    this.temporary = temporary;
    this.commands = commands;
  }

  Path source() {
    return folder.resolve("src");
  }

  Path output() {
    return folder.resolve("out");
  }

  /** For what is of no use after the build. */
  Path temporary() {
    return temporary;
  }

  Path log() {
    return folder.resolve("build.log");
  }

  /** What the configuration in the output folder was made from, in hex. */
  Path configStamp() {
    return folder.resolve("configured");
  }

  private Path building() {
    return folder.resolve("building");
  }

  /** Its time is that of the last build's end. */
  private Path built() {
    return folder.resolve("built");
  }

  private Path touched() {
    return folder.resolve("touched");
  }

  /** Makes the workspace if it is new, and mends it if a build in it was killed. */
  void prepare() {
    Folders.make(output());
    if (!Files.isDirectory(source())) {
      Path incoming = folder.resolve("src.new");
      Folders.delete(incoming);
      commands
          .run(Command.of("cp", "-al", pristine.toString(), incoming.toString()), COPY_BOUND)
          .orThrow("cannot make a tree to build in");
      try {
        Files.move(incoming, source());
      } catch (IOException e) {
        throw InfrastructureException.io("cannot make a tree to build in", source(), e);
      }
    }
    if (Files.exists(building())) {
      forgetInterruptedBuild();
    }
  }

  /**
   * Deletes what a killed {@code make} wrote. A compiler that is killed leaves half an object file
   * that is newer than its source, and the next make would take it for done.
   *
   * <p>What {@code scripts/kconfig} keeps of the configuration stays: it writes that to the side
   * and renames it, and without it every option would count as changed, and every object as old.
   */
  private void forgetInterruptedBuild() {
    commands
        .run(
            Command.of(
                "find",
                output().toString(),
                "-newer",
                building().toString(),
                "-not",
                "-type",
                "d",
                "-not",
                "-path",
                output() + "/include/config/*",
                "-not",
                "-path",
                output() + "/include/generated/autoconf.h",
                "-delete"),
            COPY_BOUND)
        .orThrow("cannot clean up after a build that was killed");
    forgetConfig();
    delete(building());
  }

  /** The next build configures anew. */
  void forgetConfig() {
    delete(configStamp());
  }

  /** Marks that a build is under way, until {@link #buildEnded}. */
  void buildBegins() {
    try {
      Files.writeString(building(), "");
      // Earlier than any file of this build, whatever the file system's clock resolution.
      Files.setLastModifiedTime(building(), FileTime.from(Instant.now().minusSeconds(2)));
    } catch (IOException e) {
      throw InfrastructureException.io("cannot write", building(), e);
    }
  }

  /** The build ended by itself: make has removed what it could not finish. */
  void buildEnded() {
    try {
      Files.writeString(built(), "");
    } catch (IOException e) {
      throw InfrastructureException.io("cannot write", built(), e);
    }
    delete(building());
  }

  /** Gives the sources the state of a step, from whatever state they are in. */
  void apply(Overlay overlay) {
    Set<String> paths = new LinkedHashSet<>(remembered());
    paths.addAll(overlay.files().keySet());
    // Remembered before anything changes, so that a run after a kill knows what to put back.
    Folders.write(touched(), String.join("\n", paths).getBytes(StandardCharsets.UTF_8));
    for (String path : paths) {
      Overlay.State wanted = overlay.files().get(path);
      if (wanted == null) {
        wanted = pristine(path);
      }
      if (wanted instanceof Overlay.Present present) {
        replaceUnlessSame(source().resolve(path), present);
      } else {
        delete(source().resolve(path));
      }
    }
  }

  private Set<String> remembered() {
    try {
      return Files.exists(touched())
          ? new LinkedHashSet<>(
              Files.readAllLines(touched()).stream().filter(l -> !l.isEmpty()).toList())
          : Set.of();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", touched(), e);
    }
  }

  private Overlay.State pristine(String path) {
    return read(pristine.resolve(path));
  }

  private static Overlay.State read(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? new Overlay.Present(Files.readAllBytes(file), Files.isExecutable(file))
          : new Overlay.Absent();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", file, e);
    }
  }

  private void replaceUnlessSame(Path file, Overlay.Present wanted) {
    if (read(file) instanceof Overlay.Present present
        && present.executable() == wanted.executable()
        && Arrays.equals(present.content(), wanted.content())) {
      return;
    }
    Folders.write(file, wanted.content());
    if (!file.toFile().setExecutable(wanted.executable(), false)) {
      throw new InfrastructureException("cannot set the mode of " + file);
    }
    file.toFile().setReadable(true, false);
    makeNewerThanLastBuild(file);
  }

  /** Where the clock was set back, "now" is earlier than the objects, and make would do nothing. */
  private void makeNewerThanLastBuild(Path file) {
    try {
      if (Files.exists(built())) {
        FileTime last = Files.getLastModifiedTime(built());
        if (Files.getLastModifiedTime(file).compareTo(last) <= 0) {
          Files.setLastModifiedTime(file, FileTime.from(last.toInstant().plusSeconds(1)));
        }
      }
    } catch (IOException e) {
      throw InfrastructureException.io("cannot set the time of", file, e);
    }
  }

  /** Appends a line to the build log, which {@code make}'s output follows. */
  void logLine(String line) {
    try {
      Files.writeString(log(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot write", log(), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot delete", file, e);
    }
  }
}
