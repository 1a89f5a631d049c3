// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kverdict.console.Fault;
import org.kverdict.console.FaultKind;
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
 * A guest, read: what it reported and what its kernel said.
 *
 * @param name the guest's
 * @param restored whether it went on from a saved state
 * @param record how it ran
 * @param results what it reported
 * @param faults what the kernel said about itself, and a hang or a reset, of which it cannot tell
 * @param doubtful the cases that ran on a kernel, or were told of in a report, that was no longer
 *     to be trusted
 * @param asked the cases that it was to run
 */
record GuestRun(
    String name,
    boolean restored,
    RunRecord record,
    GuestResults results,
    List<Fault> faults,
    Set<String> doubtful,
    List<String> asked) {
  /** With this the machine ends a log of which it had to drop the rest. */
  private static final String CONSOLE_CUT = "\n[kverdict: dropped ";

  GuestRun {
    faults = List.copyOf(faults);
    doubtful = Collections.unmodifiableSet(new LinkedHashSet<>(doubtful));
    asked = List.copyOf(asked);
  }

  /**
   * What a guest was asked for.
   *
   * @param cases in order
   * @param suites of which something was to run in it
   * @param bootFaults what this kernel is known to say whenever it boots: nothing is doubtful
   *     because of that, for no other guest would be free of it
   */
  record Request(List<String> cases, List<String> suites, List<Fault> bootFaults) {
    Request {
      cases = List.copyOf(cases);
      suites = List.copyOf(suites);
      bootFaults = List.copyOf(bootFaults);
    }

    boolean knows(Fault fault) {
      return fault.caseName().isEmpty() && bootFaults.stream().anyMatch(fault::isSameAs);
    }
  }

  /**
   * Reads what a guest has left.
   *
   * @param name the guest's
   * @param restored whether it went on from a saved state
   * @param record how it ran
   * @param request what it was asked for
   */
  static GuestRun read(String name, boolean restored, RunRecord record, Request request) {
    GuestResults read =
        GuestEventReader.read(text(record.results()).lines().toList(), name, end(record.outcome()));
    String console = text(record.console());
    List<String> problems = new ArrayList<>(read.problems());
    if (record.outcome() instanceof RunOutcome.Finished) {
      request.suites().stream()
          .filter(suite -> read.cases().stream().noneMatch(it -> belongs(it, suite)))
          .forEach(suite -> problems.add("nothing of the suite " + suite + " ran"));
    }
    if (console.contains(CONSOLE_CUT)) {
      problems.add("its console is too long to be kept whole; a fault may be in what was dropped");
    }
    List<Fault> faults = new ArrayList<>(KernelLog.faults(console));
    // Before the silent one: that is how the guest ended, and nothing ran after it.
    Set<String> doubtful = doubtful(read, faults.stream().filter(f -> !request.knows(f)).toList());
    silentFault(record.outcome()).ifPresent(faults::add);
    GuestResults results =
        new GuestResults(
            read.cases(),
            read.announced(),
            read.began(),
            read.doubtful(),
            read.complete(),
            problems);
    return new GuestRun(name, restored, record, results, faults, doubtful, request.cases());
  }

  private static boolean belongs(CaseResult result, String suite) {
    return result.name().startsWith(suite + "/");
  }

  private static Set<String> doubtful(GuestResults results, List<Fault> faults) {
    Set<String> doubtful = new LinkedHashSet<>(results.doubtful());
    int trusted =
        faults.stream()
            .filter(fault -> fault.kind().leavesKernelDoubtful())
            .mapToInt(
                fault -> fault.caseName().map(name -> results.began().indexOf(name)).orElse(-1))
            .min()
            .orElse(Integer.MAX_VALUE);
    for (int i = 0; i < results.began().size(); i++) {
      if (i > trusted) {
        doubtful.add(results.began().get(i));
      }
    }
    return doubtful;
  }

  /** Whether the guest took its work. */
  boolean cameUp() {
    return record.toWork().isPresent();
  }

  /** Whether it was the host's fault that it ended. */
  boolean isInfrastructure() {
    return record.outcome() instanceof RunOutcome.MachineDied;
  }

  /**
   * Whether the report is sound. How the guest ended is no part of that: a case that did not end is
   * told of as such, and those after it have another guest.
   */
  boolean isSound() {
    return cameUp() && results.problems().isEmpty();
  }

  /** What this kernel said before any case, and that leaves it doubtful. */
  List<Fault> bootFaults() {
    return faults.stream()
        .filter(fault -> fault.caseName().isEmpty() && fault.line() > 0)
        .filter(fault -> fault.kind().leavesKernelDoubtful())
        .toList();
  }

  /**
   * The cases that deserve another guest: those that the guest's end or a doubtful kernel has
   * deprived of a trusted result. Not those that were running: they may be the reason.
   */
  List<String> unsettled() {
    Set<String> unsettled = new LinkedHashSet<>(asked);
    results.cases().forEach(result -> unsettled.add(result.name()));
    results.cases().stream()
        .filter(result -> counts(result) && !doubtful.contains(result.name()))
        .forEach(result -> unsettled.remove(result.name()));
    return List.copyOf(unsettled);
  }

  /** Whether a result says something of the case: it began, and was not lost to the host. */
  boolean counts(CaseResult result) {
    boolean lostToTheHost = isInfrastructure() && result.outcome() == Outcome.LOST;
    return results.began().contains(result.name()) && !lostToTheHost;
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
          Fault.silent(
              FaultKind.HANG,
              hung.phase() == RunPhase.BOOT
                  ? "the guest was not ready in its time"
                  : "the guest did not end in its time"));
    }
    if (outcome instanceof RunOutcome.Finished finished && !finished.poweredOff()) {
      return Optional.of(
          Fault.silent(FaultKind.HANG, "the guest did not power off when it was done"));
    }
    return outcome instanceof RunOutcome.Rebooted
        ? Optional.of(Fault.silent(FaultKind.RESET, outcome.describe()))
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
