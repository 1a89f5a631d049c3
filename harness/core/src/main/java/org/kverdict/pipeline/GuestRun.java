// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kverdict.console.Fault;
import org.kverdict.console.KernelLog;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.report.StepStatus;
import org.kverdict.results.GuestEnd;
import org.kverdict.results.GuestEventReader;
import org.kverdict.results.GuestResults;
import org.kverdict.results.Outcome;
import org.kverdict.vm.RunOutcome;
import org.kverdict.vm.RunPhase;
import org.kverdict.vm.RunRecord;

/**
 * A boot, read: what the guest reported and what its kernel said.
 *
 * @param record how it ran
 * @param results what the guest reported
 * @param faults what the kernel said about itself, and a hang or a reset, of which it cannot tell
 */
record GuestRun(RunRecord record, GuestResults results, List<Fault> faults) {
  GuestRun {
    faults = List.copyOf(faults);
  }

  static GuestRun read(RunRecord record) {
    GuestResults results =
        GuestEventReader.read(text(record.results()).lines().toList(), end(record.outcome()));
    List<Fault> faults = new ArrayList<>(KernelLog.faults(text(record.console())));
    silentFault(record.outcome()).ifPresent(faults::add);
    return new GuestRun(record, results, faults);
  }

  /** Whether all that was to run did run, and nothing about the report is doubtful. */
  boolean isComplete() {
    return record.outcome() instanceof RunOutcome.Finished
        && results.complete()
        && results.problems().isEmpty();
  }

  StepStatus.Boot status() {
    RunOutcome outcome = record.outcome();
    if (outcome instanceof RunOutcome.Finished) {
      return StepStatus.Boot.FINISHED;
    }
    if (outcome instanceof RunOutcome.PoweredOff) {
      return StepStatus.Boot.POWERED_OFF;
    }
    if (outcome instanceof RunOutcome.Panicked) {
      return StepStatus.Boot.PANICKED;
    }
    if (outcome instanceof RunOutcome.Rebooted) {
      return StepStatus.Boot.REBOOTED;
    }
    return outcome instanceof RunOutcome.Hung ? StepStatus.Boot.HUNG : StepStatus.Boot.MACHINE_DIED;
  }

  private static GuestEnd end(RunOutcome outcome) {
    if (outcome instanceof RunOutcome.Panicked) {
      return new GuestEnd(Outcome.CRASHED, outcome.describe());
    }
    if (outcome instanceof RunOutcome.Hung) {
      return new GuestEnd(Outcome.TIMED_OUT, outcome.describe());
    }
    return new GuestEnd(Outcome.LOST, outcome.describe());
  }

  private static Optional<Fault> silentFault(RunOutcome outcome) {
    if (outcome instanceof RunOutcome.Hung hung) {
      return Optional.of(
          new Fault(
              "Hang",
              hung.phase() == RunPhase.BOOT
                  ? "the guest sent no event in its time"
                  : "the guest did not end in its time"));
    }
    return outcome instanceof RunOutcome.Rebooted
        ? Optional.of(new Fault("Reset", outcome.describe()))
        : Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", file, e);
    }
  }
}
