// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.time.Duration;
import org.kverdict.process.CommandRunner;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.Machine;

/** A QEMU that waits for no longer than a test may take. */
public final class ImpatientQemu {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** As long as the guest takes to see that a process survives SIGKILL, and some more. */
  private static final Duration OVERDUE = Duration.ofSeconds(8);

  private static final Duration SHORT = Duration.ofSeconds(3);

  private static final Patience PATIENCE =
      new Patience(LONG, OVERDUE, LONG, SHORT, SHORT, SHORT, LONG);

  private ImpatientQemu() {}

  /** The machine. */
  public static Machine with(CommandRunner runner) {
    return new QemuMachine(runner, Acceleration.TCG, PATIENCE, RuntimeFolder::create);
  }
}
