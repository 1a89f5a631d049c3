// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kverdict.console.Fault;
import org.kverdict.results.CaseResult;

/**
 * The steps side by side.
 *
 * @param verdict on the series
 * @param cases every case that any step has
 * @param faults every fault that any step has
 * @param unmet expectations that do not hold, one line each
 */
public record Comparison(
    SeriesVerdict verdict,
    List<CaseComparison> cases,
    List<FaultComparison> faults,
    List<String> unmet) {
  /** Copies. */
  public Comparison {
    cases = List.copyOf(cases);
    faults = List.copyOf(faults);
    unmet = List.copyOf(unmet);
  }

  /**
   * Compares the steps of a run.
   *
   * @param steps in order, the unpatched one first; at least one
   * @param expectations what the plan says of the series
   */
  public static Comparison of(List<StepResults> steps, Expectations expectations) {
    Set<String> names = new LinkedHashSet<>();
    Set<Fault> faults = new LinkedHashSet<>();
    for (StepResults step : steps) {
      step.cases().forEach(result -> names.add(result.name()));
      faults.addAll(step.faults());
    }
    List<CaseComparison> cases = names.stream().map(name -> compare(name, steps)).toList();
    List<FaultComparison> faultComparisons =
        faults.stream().map(fault -> compare(fault, steps)).toList();
    return new Comparison(
        verdict(steps, cases, faultComparisons),
        cases,
        faultComparisons,
        unmet(steps, expectations, cases));
  }

  private static List<String> unmet(
      List<StepResults> steps, Expectations expectations, List<CaseComparison> cases) {
    if (steps.size() < 2 || !expectations.sayAnything()) {
      return List.of();
    }
    StepResults first = steps.get(0);
    StepResults last = steps.get(steps.size() - 1);
    if (neverRan(first) || neverRan(last)) {
      String without = neverRan(first) ? first.name() : last.name();
      return List.of("nothing can be said of them: no case ran at " + without);
    }
    return expectations.unmet(cases);
  }

  private static CaseComparison compare(String name, List<StepResults> steps) {
    Map<String, CaseResult> results = new LinkedHashMap<>();
    for (StepResults step : steps) {
      step.result(name).ifPresent(result -> results.put(step.name(), result));
    }
    StepResults first = steps.get(0);
    StepResults last = steps.get(steps.size() - 1);
    CaseVerdict verdict =
        neverRan(first) || neverRan(last)
            ? CaseVerdict.INCONCLUSIVE
            : CaseVerdict.between(first.result(name), last.result(name));
    return new CaseComparison(
        name, results, verdict, since(name, steps), intermediateOnly(name, steps));
  }

  private static Optional<String> since(String name, List<StepResults> steps) {
    List<StepResults> ran = steps.stream().filter(step -> !neverRan(step)).toList();
    for (int i = 1; i < ran.size(); i++) {
      Optional<CaseResult> before = ran.get(i - 1).result(name);
      Optional<CaseResult> after = ran.get(i).result(name);
      boolean somewhere = before.isPresent() || after.isPresent();
      if (somewhere && CaseVerdict.between(before, after) != CaseVerdict.SAME) {
        return Optional.of(ran.get(i).name());
      }
    }
    return Optional.empty();
  }

  /** Where every case skips, nothing was tested. */
  private static boolean onlySkipped(StepResults step) {
    return step.cases().stream().noneMatch(it -> it.outcome().isGood() || it.outcome().isBad());
  }

  private static boolean neverRan(StepResults step) {
    return step.cases().isEmpty();
  }

  private static boolean intermediateOnly(String name, List<StepResults> steps) {
    boolean goodAtBothEnds =
        isGood(name, steps.get(0)) && isGood(name, steps.get(steps.size() - 1));
    return goodAtBothEnds
        && steps.stream()
            .flatMap(step -> step.result(name).stream())
            .anyMatch(result -> result.outcome().isBad());
  }

  private static boolean isGood(String name, StepResults step) {
    return step.result(name).filter(result -> result.outcome().isGood()).isPresent();
  }

  private static FaultComparison compare(Fault fault, List<StepResults> steps) {
    boolean first = steps.get(0).faults().contains(fault);
    boolean last = steps.get(steps.size() - 1).faults().contains(fault);
    CaseVerdict verdict = CaseVerdict.CHANGED;
    if (first) {
      verdict = last ? CaseVerdict.SAME : CaseVerdict.FIXED;
    } else if (last) {
      verdict = CaseVerdict.REGRESSED;
    }
    List<String> where =
        steps.stream().filter(s -> s.faults().contains(fault)).map(StepResults::name).toList();
    return new FaultComparison(fault, where, verdict);
  }

  private static SeriesVerdict verdict(
      List<StepResults> steps, List<CaseComparison> cases, List<FaultComparison> faults) {
    if (steps.size() < 2) {
      return steps.get(0).complete() ? SeriesVerdict.RAN : SeriesVerdict.INCONCLUSIVE;
    }
    SeriesVerdict worst = SeriesVerdict.SAME;
    for (CaseComparison comparison : cases) {
      worst = worst.worse(SeriesVerdict.of(comparison.verdict()));
      if (comparison.intermediateOnly()) {
        worst = worst.worse(SeriesVerdict.INTERMEDIATE_ONLY);
      }
    }
    for (FaultComparison fault : faults) {
      worst =
          worst.worse(
              fault.verdict() == CaseVerdict.CHANGED
                  ? SeriesVerdict.INTERMEDIATE_ONLY
                  : SeriesVerdict.of(fault.verdict()));
    }
    boolean allSkipped = steps.stream().allMatch(Comparison::onlySkipped);
    if (allSkipped || steps.stream().anyMatch(step -> !step.complete())) {
      worst = worst.worse(SeriesVerdict.INCONCLUSIVE);
    }
    return worst == SeriesVerdict.SAME && sameBinary(steps) ? SeriesVerdict.NO_OP : worst;
  }

  private static boolean sameBinary(List<StepResults> steps) {
    StepResults first = steps.get(0);
    StepResults last = steps.get(steps.size() - 1);
    return first.kernelHash().isPresent() && first.kernelHash().equals(last.kernelHash());
  }
}
