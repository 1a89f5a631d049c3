// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
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
  private final StepResults step;
  private final Set<String> cases;
  private final List<Run> runs;

  /** Most cases are in no others. */
  private final List<Run> wholeRuns;

  private final Set<String> inOthers = new HashSet<>();
  private final Map<String, Observations> observations = new HashMap<>();

  Sightings(StepResults step) {
    this.step = step;
    this.cases = step.cases();
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
      return known(counted, name);
    }

    Optional<CaseResult> knownAtAll(String name) {
      return known(name).or(() -> known(doubtful, name));
    }

    private static Optional<CaseResult> known(Map<String, CaseResult> results, String name) {
      return Optional.ofNullable(results.get(name)).filter(it -> it.outcome() != Outcome.LOST);
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

  /** The cases of which any run told, in order. */
  Set<String> cases() {
    return cases;
  }

  boolean neverRan() {
    return cases.isEmpty();
  }

  boolean has(String caseName) {
    return cases.contains(caseName);
  }

  /** Whether one run saw all that there is to be seen. */
  boolean isWhole() {
    return step.runs().stream().anyMatch(run -> run.isWhole() && run.complete());
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
                    .filter(
                        it ->
                            run.results().complete()
                                || it == Outcome.CRASHED
                                || it == Outcome.TIMED_OUT)
                    .isPresent());
  }

  /** The results of a case after the kernel had faulted. */
  List<CaseResult> doubtful(String caseName) {
    return runs.stream()
        .flatMap(run -> Optional.ofNullable(run.doubtful().get(caseName)).stream())
        .toList();
  }

  /** What stands for the case where nothing is known of it: a result that is lost. */
  Optional<CaseResult> lost(String caseName) {
    return runs.stream()
        .flatMap(run -> Optional.ofNullable(run.counted().get(caseName)).stream())
        .findFirst();
  }
}
