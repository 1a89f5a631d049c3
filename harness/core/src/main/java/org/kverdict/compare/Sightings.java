// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kverdict.results.CaseResult;
import org.kverdict.results.Outcome;

/** A step's results by case, for whoever asks of many cases many times. */
final class Sightings {
  /** With these a case may take its guest along, and so the rest of the run. */
  private static final Set<Outcome> ENDS_A_GUEST =
      EnumSet.of(Outcome.CRASHED, Outcome.TIMED_OUT, Outcome.LOST);

  private final StepResults step;
  private final Set<String> cases;
  private final boolean neverRan;
  private final List<Run> runs;

  /** Most cases are in no others. */
  private final List<Run> wholeRuns;

  private final Set<String> inOthers = new HashSet<>();
  private final Map<String, Observations> observations = new HashMap<>();

  Sightings(StepResults step) {
    this.step = step;
    this.cases = step.cases();
    this.neverRan = step.neverRan();
    this.runs = step.runs().stream().map(Run::of).toList();
    this.wholeRuns = runs.stream().filter(run -> run.results().isWhole()).toList();
    step.runs().forEach(run -> inOthers.addAll(run.only()));
  }

  static List<Sightings> of(List<StepResults> steps) {
    return steps.stream().map(Sightings::new).toList();
  }

  /** A run, by case. */
  private record Run(
      RunResults results, Map<String, CaseResult> counted, Map<String, CaseResult> doubtful) {

    static Run of(RunResults results) {
      return new Run(results, byName(results.cases()), byName(results.doubtful()));
    }

    private static Map<String, CaseResult> byName(List<CaseResult> results) {
      Map<String, CaseResult> byName = new HashMap<>();
      results.forEach(it -> byName.putIfAbsent(it.name(), it));
      return byName;
    }

    Optional<CaseResult> known(String name) {
      return Optional.ofNullable(counted.get(name));
    }

    /** A doubtful result that is lost tells nothing: the host may have ended that guest. */
    Optional<CaseResult> knownAtAll(String name) {
      return known(name)
          .or(
              () ->
                  Optional.ofNullable(doubtful.get(name))
                      .filter(it -> it.outcome() != Outcome.LOST));
    }
  }

  String name() {
    return step.name();
  }

  boolean hasKernel() {
    return step.kernelHash().isPresent();
  }

  boolean isSameKernel(Sightings other) {
    return step.isSameKernel(other.step);
  }

  /** The cases that any run was to run, as far as their names are known, in order. */
  Set<String> cases() {
    return cases;
  }

  /** Whether no run came as far as its first case. */
  boolean neverRan() {
    return neverRan;
  }

  boolean has(String caseName) {
    return cases.contains(caseName);
  }

  /** Whether one run told of all cases that there are, though it may not have come to all. */
  boolean knowsAllNames() {
    return step.runs().stream().anyMatch(run -> run.isWhole() && run.complete());
  }

  /** Whether one run saw all that there is to be seen. */
  boolean isWhole() {
    return step.runs().stream()
        .anyMatch(run -> run.isWhole() && run.complete() && run.missing().isEmpty());
  }

  /** A case in the runs that were to run it. */
  Observations observations(String caseName) {
    return observations.computeIfAbsent(caseName, this::observe);
  }

  private Observations observe(String caseName) {
    List<Optional<CaseResult>> sure = new ArrayList<>();
    List<Optional<CaseResult>> atAll = new ArrayList<>();
    for (Run run : inOthers.contains(caseName) ? runs : wholeRuns) {
      if (run.results().covers(caseName)) {
        sure.add(run.known(caseName));
        atAll.add(run.knownAtAll(caseName));
      }
    }
    return new Observations(sure.stream().anyMatch(Optional::isPresent) ? sure : atAll);
  }

  /** Whether a complete run knows of the case, or the case took its guest with it. */
  boolean isSettled(String caseName) {
    return runs.stream()
        .anyMatch(
            run ->
                run.known(caseName)
                    .map(CaseResult::outcome)
                    .filter(it -> run.results().complete() || ENDS_A_GUEST.contains(it))
                    .isPresent());
  }

  /** The results of a case after the kernel had faulted. */
  List<CaseResult> doubtful(String caseName) {
    return runs.stream()
        .flatMap(run -> Optional.ofNullable(run.doubtful().get(caseName)).stream())
        .toList();
  }
}
