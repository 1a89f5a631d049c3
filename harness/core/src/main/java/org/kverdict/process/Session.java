// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The processes of a session (setsid(2)), as proc(5) tells of them. A process that was forked in
 * the very moment in which its parent was killed is nobody's descendant, and may not yet have asked
 * for its parent's death signal; but it has its parent's session.
 */
final class Session {
  /** After the command, which may hold anything: state, parent, process group, session. */
  private static final int SESSION_FIELD = 3;

  private final long leader;

  /**
   * @param leader the pid of the process that began it, which is its number
   */
  Session(long leader) {
    this.leader = leader;
  }

  /** Kills whatever is in it. */
  void kill() {
    members().forEach(ProcessHandle::destroyForcibly);
  }

  List<ProcessHandle> members() {
    List<ProcessHandle> members = new ArrayList<>();
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(Path.of("/proc"), "[1-9]*[0-9]")) {
      for (Path process : processes) {
        if (session(process) == leader) {
          Optional<ProcessHandle> handle =
              ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
          handle.ifPresent(members::add);
        }
      }
    } catch (IOException e) {
      // Without /proc there is nothing to find them by.
    }
    return members;
  }

  private static long session(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      return fields.length > SESSION_FIELD ? Long.parseLong(fields[SESSION_FIELD]) : -1;
    } catch (IOException | NumberFormatException e) {
      // It has ended meanwhile.
      return -1;
    }
  }
}
