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
    if (!isKnownWhereItIsNot(after)) {
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

  private StepResults base() {
    return steps.get(0);
  }

  private StepResults patched() {
    return steps.get(steps.size() - 1);
  }
}
