// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.time.Duration;
import org.kverdict.failure.InfrastructureException;

/**
 * How a command ended.
 *
 * @param command what was run
 * @param exit its exit status; 128 plus the number of the signal that killed it
 * @param timedOut whether it was killed at its deadline
 * @param wall how long it ran
 * @param stdout the end of its standard output, bounded
 * @param stderr the end of its error output, bounded
 */
public record CommandResult(
    Command command, int exit, boolean timedOut, Duration wall, String stdout, String stderr) {

  /** Whether it ended by itself with status 0. */
  public boolean succeeded() {
    return exit == 0 && !timedOut;
  }

  /**
   * This result if it succeeded.
   *
   * @param attempt what the command was for, as in "cannot unpack linux.tar.xz"
   * @throws InfrastructureException with the argument list, the exit status and the end of the
   *     output if it did not
   */
  public CommandResult orThrow(String attempt) {
    if (succeeded()) {
      return this;
    }
    String said = (stderr.isBlank() ? stdout : stderr).strip();
    String how = timedOut ? "timed out after " + wall.toSeconds() + " s" : "exit status " + exit;
    throw new InfrastructureException(
        attempt
            + ": "
            + command.program()
            + " failed, "
            + how
            + "\n  command: "
            + command.toShell()
            + (said.isEmpty() ? "" : "\n  it said: " + said.replace("\n", "\n           ")));
  }
}
