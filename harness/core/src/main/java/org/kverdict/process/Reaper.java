// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what this process would leave behind if it were killed by {@code kill -9}, when nothing
 * of its own runs any more: a shell in a session of its own reads paths from a pipe, and when the
 * pipe's other end is gone, because its holder is, deletes what is still there.
 *
 * <p>It is one of two guards. Whoever makes a temporary folder deletes it when it is done, and
 * sweeps at its next start what is left all the same, such as after a power failure.
 */
public final class Reaper {
  /**
   * A compiler or a QEMU that dies at this moment may still add a file to a folder that is being
   * deleted, so a few tries. Signals to the terminal's process group are the harness's to handle.
   */
  private static final String SCRIPT =
      """
      trap '' HUP INT QUIT TERM
      while IFS= read -r path; do
        case $path in /*) set -- "$@" "$path" ;; esac
      done
      for path; do
        for try in 1 2 3 4 5; do
          if [ ! -e "$path" ] && [ ! -L "$path" ]; then
            break
          fi
          rm -rf -- "$path" 2>/dev/null || sleep 0.1
        done
      done
      """;

  private static final Reaper OF_THIS_PROCESS = new Reaper();

  private @Nullable Process shell;
  private boolean started;

  private Reaper() {}

  /** The only one: it belongs to the process as a shutdown hook does. */
  public static Reaper ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /**
   * Has a file or a folder deleted when this process has ended, however it ends.
   *
   * @param path its path is not to be used for anything else later
   */
  public synchronized void deletes(Path path) {
    String line = path.toAbsolutePath().normalize().toString();
    if (line.contains("\n")) {
      // What would be read is another path.
      return;
    }
    shell()
        .ifPresent(
            running -> {
              try {
                OutputStream pipe = running.getOutputStream();
                pipe.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                pipe.flush();
              } catch (IOException e) {
                // Somebody has killed it; the next start sweeps.
              }
            });
  }

  /**
   * Where a file may be written until it is whole: beside it, under a name that nothing has. What
   * is there when this process has ended is deleted.
   *
   * @param file its folder is made if it is missing
   */
  public Path unfinished(Path file) throws IOException {
    Path target = file.toAbsolutePath().normalize();
    Path name = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    Files.createDirectories(target.resolveSibling("."));
    deletes(name);
    return name;
  }

  /** Whether a process is the shell that waits; it ends when this process does. */
  public synchronized boolean isThis(ProcessHandle process) {
    return shell != null && shell.pid() == process.pid();
  }

  private Optional<Process> shell() {
    if (!started) {
      started = true;
      try {
        // Not supervised, unlike everything else that is started: it is to live longer.
        shell =
            new ProcessBuilder(List.of("setsid", "sh", "-c", SCRIPT, "kverdict-reaper"))
                .directory(Path.of("/").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException e) {
        // Without a shell nothing else works here either, and that is told elsewhere.
        shell = null;
      }
    }
    return Optional.ofNullable(shell);
  }
}
