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
import org.kverdict.results.CaseResult;
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
  /** With this the machine ends a log of which it had to drop the rest. */
  private static final String CONSOLE_CUT = "\n[kverdict: dropped ";

  GuestRun {
    faults = List.copyOf(faults);
  }

  /**
   * Reads what a run has left.
   *
   * @param record how it ran
   * @param suites what was to run in it
   */
  static GuestRun read(RunRecord record, List<String> suites) {
    GuestResults results =
        GuestEventReader.read(text(record.results()).lines().toList(), end(record.outcome()));
    String console = text(record.console());
    List<String> problems = new ArrayList<>(results.problems());
    if (record.outcome() instanceof RunOutcome.Finished) {
      suites.stream()
          .filter(suite -> results.cases().stream().noneMatch(it -> belongs(it, suite)))
          .forEach(suite -> problems.add("nothing of the suite " + suite + " ran"));
    }
    if (console.contains(CONSOLE_CUT)) {
      problems.add("its console is too long to be kept whole; a fault may be in what was dropped");
    }
    List<Fault> faults = new ArrayList<>(KernelLog.faults(console));
    silentFault(record.outcome()).ifPresent(faults::add);
    return new GuestRun(
        record, new GuestResults(results.cases(), results.complete(), problems), faults);
  }

  private static boolean belongs(CaseResult result, String suite) {
    return result.name().startsWith(suite + "/");
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
    if (outcome instanceof RunOutcome.Finished finished && !finished.poweredOff()) {
      return Optional.of(new Fault("Hang", "the guest did not power off when it was done"));
    }
    return outcome instanceof RunOutcome.Rebooted
        ? Optional.of(new Fault("Reset", outcome.describe()))
        : Optional.empty();
  }

  private static String text(Path file) {
    try {
      // The machine has written it: if it is not there, somebody has taken it away.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", file, e);
    }
  }
}
