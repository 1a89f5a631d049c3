// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cases that are worth more runs, up to the next look:
 *
 * <ul>
 *   <li>what differs between the first step and the last or between runs of one of them, and is
 *       neither significant nor at its most runs: at both;
 *   <li>what was bad at a step between and always good at both ends, likewise: at that step too;
 *   <li>what is decided, and differs between runs of one step: at the steps between, as often as
 *       the clearest difference takes, because one run does not tell there since when it is so;
 *   <li>what ran when the kernel had a fault that one of the two has not shown, be it new, gone or
 *       only in between: at both, as often as the clearest difference takes. Whoever has it seldom
 *       may just not have shown it yet.
 * </ul>
 */
final class Candidates {
  private static final Set<FaultVerdict> SUSPECT =
      EnumSet.of(
          FaultVerdict.REGRESSED,
          FaultVerdict.FIXED,
          FaultVerdict.INTERMEDIATE,
          FaultVerdict.INCONCLUSIVE);

  private final List<Sightings> steps;
  private final List<Sightings> between;
  private final FaultJudge faults;
  private final boolean endsDiffer;
  private final Significance significance;
  private final CaseJudge judge;
  private final Map<String, List<Set<String>>> wanted = new LinkedHashMap<>();

  Candidates(List<StepResults> steps, Policy policy) {
    this.steps = Sightings.of(steps);
    this.faults = new FaultJudge(steps, policy);
    this.between =
        this.steps.subList(1, Math.max(1, steps.size() - 1)).stream()
            .filter(step -> step.hasKernel() && !step.neverRan())
            .toList();
    this.endsDiffer = policy.selfTest() || !base().isSameKernel(patched());
    this.significance = Comparison.significance(this.steps, policy);
    this.judge = new CaseJudge(this.steps, policy, significance);
  }

  /** By step, in order, the runs that it is to have; steps that need none are not there. */
  List<List<Turn>> turns() {
    if (steps.size() < 2) {
      return List.of();
    }
    Set<String> suspects = new LinkedHashSet<>();
    faults.compare().stream()
        .filter(fault -> SUSPECT.contains(fault.verdict()))
        .forEach(fault -> suspects.addAll(fault.cases()));
    for (String name : Comparison.names(steps)) {
      Observations before = base().observations(name);
      Observations after = patched().observations(name);
      if (!before.isUnknown() && !after.isUnknown()) {
        Map<String, Integer> goals = goals(name, before, after, suspects.contains(name));
        for (Sightings step : steps) {
          want(step, name, goals.getOrDefault(step.name(), 0));
        }
      }
    }
    return steps.stream()
        .filter(step -> wanted.containsKey(step.name()))
        .map(step -> turns(step.name(), wanted.getOrDefault(step.name(), List.of())))
        .toList();
  }

  /** By step, how many runs of a case there are to be. */
  private Map<String, Integer> goals(
      String name, Observations before, Observations after, boolean suspect) {
    Map<String, Integer> goals = new HashMap<>();
    Trial trial = judge.trial(name);
    if (endsDiffer && trial.conclusion() == Trial.Conclusion.OPEN) {
      trial.next().ifPresent(runs -> raise(goals, runs, base(), patched()));
    }
    int clearest = significance.looks().get(0).runs();
    if (suspect) {
      raise(goals, clearest, base());
    }
    if (suspect && endsDiffer) {
      raise(goals, clearest, patched());
    }
    boolean good = isGoodAlways(before) && isGoodAlways(after);
    boolean mixed = before.isMixed() || after.isMixed();
    for (Sightings step : between) {
      Observations there = step.observations(name);
      if (good && there.count(Behaviour::isBad) > 0 && !step.isSameKernel(base())) {
        Trial inBetween = Trial.of(before, there, significance);
        if (inBetween.conclusion() == Trial.Conclusion.OPEN) {
          inBetween.next().ifPresent(runs -> raise(goals, runs, base(), step));
          inBetween
              .next()
              .filter(it -> endsDiffer)
              .ifPresent(runs -> raise(goals, runs, patched()));
        }
      }
      if (mixed && trial.isSignificant()) {
        raise(goals, clearest, step);
      }
    }
    return goals;
  }

  private static boolean isGoodAlways(Observations step) {
    return step.count(Behaviour::isGood) > 0 && step.count(Behaviour::isBad) == 0;
  }

  private static void raise(Map<String, Integer> goals, int runs, Sightings... steps) {
    for (Sightings step : steps) {
      goals.merge(step.name(), runs, Math::max);
    }
  }

  private void want(Sightings step, String name, int runs) {
    int missing = runs == 0 ? 0 : runs - step.observations(name).size();
    for (int i = 0; i < missing; i++) {
      List<Set<String>> turns = wanted.computeIfAbsent(step.name(), it -> new ArrayList<>());
      if (turns.size() <= i) {
        turns.add(new LinkedHashSet<>());
      }
      turns.get(i).add(name);
    }
  }

  private static List<Turn> turns(String step, List<Set<String>> cases) {
    return cases.stream().map(only -> new Turn(step, only)).toList();
  }

  private Sightings base() {
    return steps.get(0);
  }

  private Sightings patched() {
    return steps.get(steps.size() - 1);
  }
}
