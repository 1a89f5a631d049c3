// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.time.Duration;

/** A harness that is going to be killed while a program runs. */
final class Orphans {
  private Orphans() {}

  /** Runs a shell script, which is to outlive its patience. */
  public static void main(String[] arguments) {
    new HostProcesses(Supervision.probe())
        .run(Command.of("sh", arguments[0], arguments[1]), Duration.ofMinutes(10));
  }
}
