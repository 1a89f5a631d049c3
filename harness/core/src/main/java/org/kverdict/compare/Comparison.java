// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The steps side by side.
 *
 * @param verdict on the series
 * @param cases every case that any step has
 * @param faults every fault that any step has
 * @param unmet expectations that do not hold, one line each
 * @param unused allowances of which no run had need
 */
public record Comparison(
    SeriesVerdict verdict,
    List<CaseComparison> cases,
    List<FaultComparison> faults,
    List<String> unmet,
    List<Allowance> unused) {
  /** Copies. */
  public Comparison {
    cases = List.copyOf(cases);
    faults = List.copyOf(faults);
    unmet = List.copyOf(unmet);
    unused = List.copyOf(unused);
  }

  /**
   * Compares the steps of a run.
   *
   * @param steps in order, the unpatched one first; at least one
   * @param expectations what the plan says of the series
   * @param policy how often cases were to be run, and which faults are allowed
   */
  public static Comparison of(List<StepResults> steps, Expectations expectations, Policy policy) {
    List<Sightings> sightings = Sightings.of(steps);
    CaseJudge judge = new CaseJudge(sightings, policy, significance(sightings, policy));
    List<CaseComparison> cases = names(sightings).stream().map(judge::compare).toList();
    FaultJudge faultJudge = new FaultJudge(steps, policy);
    List<FaultComparison> faults = faultJudge.compare();
    return new Comparison(
        verdict(sightings, cases, faults, policy),
        cases,
        faults,
        unmet(steps, expectations, cases),
        faultJudge.unused());
  }

  static Set<String> names(List<Sightings> steps) {
    Set<String> names = new LinkedHashSet<>();
    steps.forEach(step -> names.addAll(step.cases()));
    return names;
  }

  /** Each case is compared at every step but the first: all of these comparisons share alpha. */
  static Significance significance(List<Sightings> steps, Policy policy) {
    return new Significance(policy.repeats(), names(steps).size() * (steps.size() - 1));
  }

  private static List<String> unmet(
      List<StepResults> steps, Expectations expectations, List<CaseComparison> cases) {
    if (steps.size() < 2 || !expectations.sayAnything()) {
      return List.of();
    }
    StepResults first = steps.get(0);
    StepResults last = steps.get(steps.size() - 1);
    if (first.neverRan() || last.neverRan()) {
      String without = first.neverRan() ? first.name() : last.name();
      return List.of("nothing can be said of them: no case ran at " + without);
    }
    return expectations.unmet(cases);
  }

  private static SeriesVerdict verdict(
      List<Sightings> steps,
      List<CaseComparison> cases,
      List<FaultComparison> faults,
      Policy policy) {
    Completeness completeness = new Completeness(steps);
    if (steps.size() < 2) {
      return completeness.ofAlone(steps.get(0)) ? SeriesVerdict.RAN : SeriesVerdict.INCONCLUSIVE;
    }
    SeriesVerdict worst = SeriesVerdict.SAME;
    for (CaseComparison comparison : cases) {
      worst = worst.worse(SeriesVerdict.of(comparison));
    }
    for (FaultComparison fault : faults) {
      worst = worst.worse(SeriesVerdict.of(fault.verdict()));
    }
    Sightings first = steps.get(0);
    if (!policy.selfTest() && first.isSameKernel(steps.get(steps.size() - 1))) {
      boolean always = steps.stream().allMatch(first::isSameKernel);
      // A patch that another one takes back may still break what is between them.
      if (always || worst.compareTo(SeriesVerdict.FLAKY) <= 0) {
        return SeriesVerdict.NO_OP;
      }
    }
    boolean complete = steps.stream().allMatch(completeness::of);
    return complete && !completeness.onlySkipped()
        ? worst
        : worst.worse(SeriesVerdict.INCONCLUSIVE);
  }
}
