// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Judges what the kernels said about themselves. */
final class FaultJudge {
  private final List<StepResults> steps;
  private final Policy policy;
  private final List<FaultSightings> faults;

  FaultJudge(List<StepResults> steps, Policy policy) {
    this.steps = steps;
    this.policy = policy;
    this.faults = FaultSightings.of(steps, policy.allowances());
  }

  List<FaultComparison> compare() {
    return faults.stream().map(it -> it.compared(verdict(it))).toList();
  }

  /** The allowances of which no run had need. */
  List<Allowance> unused() {
    Set<Allowance> used = new HashSet<>();
    faults.forEach(it -> it.allowance().ifPresent(used::add));
    return policy.allowances().stream().filter(it -> !used.contains(it)).toList();
  }

  private FaultVerdict verdict(FaultSightings fault) {
    if (fault.allowance().isPresent()) {
      return FaultVerdict.ALLOWED;
    }
    boolean before = fault.isAt(base());
    boolean after = fault.isAt(patched());
    if (before && after) {
      return FaultVerdict.SAME;
    }
    if (before != after && !policy.selfTest() && base().isSameKernel(patched())) {
      return FaultVerdict.FLAKY;
    }
    if (policy.selfTest()) {
      // It is the same kernel, and where it has said nothing that was chance.
      return FaultVerdict.INCONCLUSIVE;
    }
    if (!isKnownWhereItIsNot(after) || !isTheKernels(fault)) {
      return FaultVerdict.INCONCLUSIVE;
    }
    if (after) {
      return FaultVerdict.REGRESSED;
    }
    return before ? FaultVerdict.FIXED : FaultVerdict.INTERMEDIATE;
  }

  /**
   * Whether both ends were observed. A fault that the patched kernel has on its way to the tests is
   * its own, though: what it would have had in them does not matter.
   */
  private boolean isKnownWhereItIsNot(boolean after) {
    return base().wasObserved() && (after || patched().wasObserved());
  }

  /**
   * Whether it is hardly the host's doing. What a kernel says is its own, and a new title in one
   * guest is enough; a hang or a reset may just as well come from a host that is busy.
   */
  private boolean isTheKernels(FaultSightings fault) {
    if (!fault.isSilent()) {
      return true;
    }
    if (fault.isAt(base())) {
      return isMoreThanChance(fault, base(), patched());
    }
    List<StepResults> shows = fault.isAt(patched()) ? List.of(patched()) : steps;
    return shows.stream()
        .filter(fault::isAt)
        .anyMatch(step -> isMoreThanChance(fault, step, base()));
  }

  /** All guests here and none there, or significant; one guest alone proves nothing. */
  private boolean isMoreThanChance(FaultSightings fault, StepResults with, StepResults without) {
    int seen = fault.guests(with);
    int unseen = with.guests() - seen;
    double p = Significance.pValue(seen, unseen, 0, without.guests());
    boolean always = unseen == 0 && seen > 1 && without.guests() > 0;
    return always || p <= policy.repeats().alpha();
  }

  private StepResults base() {
    return steps.get(0);
  }

  private StepResults patched() {
    return steps.get(steps.size() - 1);
  }
}
