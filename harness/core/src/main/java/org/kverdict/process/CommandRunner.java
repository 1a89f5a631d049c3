// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.kverdict.failure.InfrastructureException;

/** Starts programs. The seam behind which the operating system stands. */
public interface CommandRunner {

  /**
   * Starts a program and returns at once. What it started dies with it, and with the harness.
   *
   * @param command what to start
   * @param stdout receives its standard output; closed by nobody
   * @param stderr receives its error output; may be the same stream
   * @throws org.kverdict.failure.InfrastructureException if there is no such program
   */
  RunningCommand start(Command command, OutputStream stdout, OutputStream stderr);

  /**
   * Runs a program to its end or to a deadline, at which its whole process tree is killed.
   *
   * @param command what to run
   * @param deadline how long it may take
   * @throws org.kverdict.failure.InfrastructureException if there is no such program
   */
  default CommandResult run(Command command, Duration deadline) {
    return run(command, deadline, OutputStream.nullOutputStream());
  }

  /**
   * Runs a program as {@link #run(Command, Duration)} does and copies all its output.
   *
   * @param copy receives both output streams, unbounded, as they come
   */
  default CommandResult run(Command command, Duration deadline, OutputStream copy) {
    BoundedOutput out = new BoundedOutput(copy);
    BoundedOutput err = new BoundedOutput(copy);
    long start = System.nanoTime();
    try (RunningCommand running = start(command, out, err)) {
      boolean ended = running.await(deadline);
      if (!ended) {
        running.kill();
      }
      int exit = running.exit();
      Optional<IOException> uncopied = out.failure().or(err::failure);
      if (uncopied.isPresent()) {
        throw new InfrastructureException(
            "cannot keep what "
                + command.program()
                + " prints: "
                + InfrastructureException.reason(uncopied.get()),
            uncopied.get());
      }
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      return new CommandResult(command, exit, !ended, wall, out.tail(), err.tail());
    }
  }
}
