// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.kverdict.console.Fault;
import org.kverdict.results.CaseResult;

/**
 * Steps whose cases fail, take their guest with them or make their kernel complain with known
 * probabilities, run as a sampling asks.
 */
final class FakeLab {
  private final Random random;
  private final Policy policy;
  private final Map<String, Map<String, Double>> failing = new LinkedHashMap<>();
  private final Map<String, List<RunResults>> runs = new LinkedHashMap<>();
  private final Map<String, String> kernels = new LinkedHashMap<>();
  private final Map<String, Map<String, Double>> losing = new LinkedHashMap<>();
  private final Map<String, Map<Fault, Double>> faulting = new LinkedHashMap<>();
  final List<Turn> taken = new ArrayList<>();

  FakeLab(Policy policy, long seed) {
    this.policy = policy;
    this.random = new Random(seed);
  }

  /** A step at which these cases fail so often. */
  FakeLab step(String name, String kernel, Map<String, Double> probabilities) {
    failing.put(name, probabilities);
    runs.put(name, new ArrayList<>());
    kernels.put(name, kernel);
    return this;
  }

  /** Before it may fail, a case of a step is lost so often. */
  FakeLab loses(String step, String caseName, double probability) {
    losing.computeIfAbsent(step, it -> new LinkedHashMap<>()).put(caseName, probability);
    return this;
  }

  /** A step's kernel says this so often: when the fault's case runs, or in any run. */
  FakeLab faults(String step, Fault fault, double probability) {
    faulting.computeIfAbsent(step, it -> new LinkedHashMap<>()).put(fault, probability);
    return this;
  }

  /** Runs all rounds. */
  Comparison compare() {
    Sampling sampling = new Sampling(policy);
    for (Optional<Round> round = sampling.next(steps());
        round.isPresent();
        round = sampling.next(steps())) {
      round.get().turns().forEach(this::take);
    }
    return Comparison.of(steps(), Expectations.none(), policy);
  }

  private List<StepResults> steps() {
    return failing.keySet().stream()
        .map(name -> new StepResults(name, Optional.of(kernels.get(name)), runs.get(name)))
        .toList();
  }

  private void take(Turn turn) {
    taken.add(turn);
    Map<String, Double> cases = failing.get(turn.step());
    Set<String> names = turn.only().isEmpty() ? cases.keySet() : turn.only();
    List<CaseResult> results =
        names.stream().map(it -> Runs.result(it, outcome(turn.step(), it))).toList();
    runs.get(turn.step())
        .add(new RunResults(turn.only(), results, List.of(), true, faults(turn.step(), names)));
  }

  private String outcome(String step, String caseName) {
    if (happens(losing.getOrDefault(step, Map.of()).getOrDefault(caseName, 0.0))) {
      return "lost";
    }
    return random.nextDouble() < failing.get(step).get(caseName) ? "fail" : "pass";
  }

  private List<Fault> faults(String step, Set<String> cases) {
    List<Fault> said = new ArrayList<>();
    faulting
        .getOrDefault(step, Map.of())
        .forEach(
            (fault, probability) -> {
              boolean mayHappen = fault.caseName().map(cases::contains).orElse(true);
              if (mayHappen && happens(probability)) {
                said.add(fault);
              }
            });
    return said;
  }

  /** What never happens draws nothing, so that a seed means the same with it and without. */
  private boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** How often a case was run at a step. */
  long runsOf(String caseName, String step) {
    return taken.stream()
        .filter(it -> it.step().equals(step))
        .filter(it -> it.only().isEmpty() || it.only().contains(caseName))
        .count();
  }
}
