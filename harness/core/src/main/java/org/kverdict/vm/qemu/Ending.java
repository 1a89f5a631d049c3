// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.util.Optional;
import org.kverdict.vm.RunOutcome;

/**
 * All that is known once a guest has ended, and what it amounts to.
 *
 * @param panic the title of the first panic on the console
 * @param hung the deadline that passed
 * @param answers whether QEMU still answered then
 * @param done whether the guest sent its last event
 * @param ended whether the harness made it end after that event, because it did not by itself
 * @param shutdown the reason in QEMU's SHUTDOWN event
 * @param exit QEMU's exit status
 * @param said the end of what QEMU said
 */
record Ending(
    Optional<String> panic,
    Optional<RunOutcome.Hung> hung,
    boolean answers,
    boolean done,
    boolean ended,
    Optional<String> shutdown,
    int exit,
    String said) {

  /** The outcome; where the signs differ, the worse one counts. */
  RunOutcome outcome() {
    // A panic comes first: with panic=-1 it ends in a reset, and where the reset fails in a hang.
    // But no kernel panics and then powers off in good order: a program wrote that line.
    boolean endedWell = done && shutdown.equals(Optional.of("guest-shutdown"));
    if (panic.isPresent() && !endedWell) {
      return new RunOutcome.Panicked(panic.get());
    }
    if (hung.isPresent() && !answers) {
      return new RunOutcome.MachineDied(exit, "QEMU no longer answers; " + said);
    }
    if (hung.isPresent()) {
      return hung.get();
    }
    if (done && ended) {
      return new RunOutcome.Finished(false);
    }
    return switch (shutdown.orElse("")) {
      case "guest-shutdown" -> done ? new RunOutcome.Finished(true) : new RunOutcome.PoweredOff();
      case "guest-reset", "subsystem-reset" -> new RunOutcome.Rebooted();
      case "guest-panic" -> new RunOutcome.Panicked("no message on the console");
      default -> new RunOutcome.MachineDied(exit, said);
    };
  }
}
