// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kverdict.results.CaseResult;

/** Judges cases by their runs at all steps. */
final class CaseJudge {
  private final List<Sightings> steps;
  private final Significance significance;
  private final boolean sameKernel;
  private final boolean selfTest;

  CaseJudge(List<Sightings> steps, Policy policy, Significance significance) {
    this.steps = steps;
    this.significance = significance;
    this.selfTest = policy.selfTest();
    this.sameKernel = !selfTest && steps.size() > 1 && base().isSameKernel(patched());
  }

  CaseComparison compare(String name) {
    Map<String, CaseResult> results = new LinkedHashMap<>();
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    Map<String, List<CaseResult>> doubtful = new LinkedHashMap<>();
    boolean mixed = false;
    boolean everBad = false;
    for (Sightings step : steps) {
      if (step.has(name)) {
        Observations seen = step.observations(name);
        seen.usualResult().ifPresent(it -> results.put(step.name(), it));
        counts.put(step.name(), seen.counts());
        mixed |= seen.isMixed();
        everBad |= seen.count(Behaviour::isBad) > 0;
        if (!step.doubtful(name).isEmpty()) {
          doubtful.put(step.name(), step.doubtful(name));
        }
      }
    }
    Trial trial = trial(name);
    Between between = between(name, trial);
    CaseVerdict verdict = verdict(name, trial, between);
    boolean differs = trial.table().isPresent();
    return new CaseComparison(
        name,
        results,
        counts,
        doubtful,
        verdict,
        Optional.of(trial.pValue()).filter(p -> differs),
        Optional.of(trial.threshold()).filter(p -> differs),
        verdict == CaseVerdict.FLAKY ? Optional.empty() : new Since(steps, name).step(trial),
        between.broken(),
        mixed,
        everBad,
        new Reason(steps, name, significance).of(verdict, trial, between));
  }

  /** The test of the first step against the last. */
  Trial trial(String name) {
    return Trial.of(base().observations(name), patched().observations(name), significance);
  }

  /**
   * Whether a case is bad at a step between two at which it is good.
   *
   * @param step the first such step; empty if there is none
   * @param trial its test against the first step
   */
  record Between(Optional<Sightings> step, Trial trial) {
    boolean broken() {
      return step.isPresent() && trial.conclusion() == Trial.Conclusion.REGRESSED;
    }
  }

  /**
   * The first step at which the case is broken beyond chance, or else the first where it may be.
   */
  Between between(String name, Trial ends) {
    Between suspect = new Between(Optional.empty(), ends);
    Observations before = base().observations(name);
    boolean goodAtBothEnds = isGood(before) && isGood(patched().observations(name));
    if (steps.size() < 3 || !goodAtBothEnds || ends.isSignificant()) {
      return suspect;
    }
    for (Sightings step : steps.subList(1, steps.size() - 1)) {
      Observations there = step.observations(name);
      if (there.count(Behaviour::isBad) > 0 && !step.isSameKernel(base())) {
        Between it = new Between(Optional.of(step), Trial.of(before, there, significance));
        if (it.broken()) {
          return it;
        }
        suspect = suspect.step().isPresent() ? suspect : it;
      }
    }
    return suspect;
  }

  private static boolean isGood(Observations step) {
    return step.usual().filter(Behaviour::isGood).isPresent();
  }

  private CaseVerdict verdict(String name, Trial trial, Between between) {
    if (steps.size() == 1) {
      return CaseVerdict.SAME;
    }
    if (sameKernel) {
      return trial.conclusion() == Trial.Conclusion.ALIKE ? between(between) : CaseVerdict.FLAKY;
    }
    if (base().neverRan() || patched().neverRan()) {
      return CaseVerdict.INCONCLUSIVE;
    }
    if (!base().has(name)) {
      return patched().has(name) ? CaseVerdict.ADDED : CaseVerdict.SAME;
    }
    if (!patched().has(name)) {
      return CaseVerdict.REMOVED;
    }
    if (base().observations(name).isUnknown() || patched().observations(name).isUnknown()) {
      return CaseVerdict.INCONCLUSIVE;
    }
    return switch (trial.conclusion()) {
      case ALIKE -> between(between);
      case FIXED -> CaseVerdict.FIXED;
      case REGRESSED -> CaseVerdict.REGRESSED;
      case CHANGED -> CaseVerdict.CHANGED;
      case SKIPS -> CaseVerdict.INCONCLUSIVE;
      case OPEN ->
          trial.next().isEmpty() && isFlaky(base().observations(name), patched().observations(name))
              ? CaseVerdict.FLAKY
              : CaseVerdict.INCONCLUSIVE;
    };
  }

  /** Whether it differs between runs of the unpatched kernel, and between the steps no more. */
  private boolean isFlaky(Observations before, Observations after) {
    boolean anyway = before.isMixed() || (selfTest && after.isMixed());
    return anyway && Likeness.of(before, after) == Likeness.LIKE_CHANCE;
  }

  /** What was bad in between, and not more often than by chance, is not the same everywhere. */
  private static CaseVerdict between(Between between) {
    return between.step().isPresent() && !between.broken()
        ? CaseVerdict.INCONCLUSIVE
        : CaseVerdict.SAME;
  }

  private Sightings base() {
    return steps.get(0);
  }

  private Sightings patched() {
    return steps.get(steps.size() - 1);
  }
}
