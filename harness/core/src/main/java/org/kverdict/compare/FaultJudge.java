// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kverdict.console.Fault;

/** Judges what the kernels said about themselves. */
final class FaultJudge {
  private final List<StepResults> steps;
  private final Policy policy;

  FaultJudge(List<StepResults> steps, Policy policy) {
    this.steps = steps;
    this.policy = policy;
  }

  /** What is one fault: the same identity, and the same allowance or none. */
  private record Group(FaultIdentity identity, Optional<Allowance> allowance) {}

  List<FaultComparison> compare() {
    Map<Group, Fault> groups = new LinkedHashMap<>();
    for (StepResults step : steps) {
      for (RunResults run : step.runs()) {
        run.faults().forEach(fault -> groups.putIfAbsent(group(fault), fault));
      }
    }
    List<FaultComparison> all = new ArrayList<>();
    groups.forEach((group, fault) -> all.add(compare(group, fault)));
    return all;
  }

  /** The allowances of which no run had need. */
  List<Allowance> unused() {
    Set<Allowance> used = new LinkedHashSet<>();
    compare().forEach(it -> it.allowance().ifPresent(used::add));
    return policy.allowances().stream().filter(it -> !used.contains(it)).toList();
  }

  private Group group(Fault fault) {
    FaultIdentity identity = FaultIdentity.of(fault);
    Optional<String> caseName = FaultIdentity.caseOf(fault);
    return new Group(
        identity,
        policy.allowances().stream()
            .filter(it -> it.allows(identity.kind(), identity.title(), caseName))
            .findFirst());
  }

  private FaultComparison compare(Group group, Fault fault) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Set<String> cases = new LinkedHashSet<>();
    for (StepResults step : steps) {
      for (RunResults run : step.runs()) {
        List<Fault> said = run.faults().stream().filter(it -> group(it).equals(group)).toList();
        if (!said.isEmpty()) {
          counts.merge(step.name(), 1, Integer::sum);
          said.forEach(it -> FaultIdentity.caseOf(it).ifPresent(cases::add));
        }
      }
    }
    return new FaultComparison(fault, counts, cases, group.allowance(), verdict(group, counts));
  }

  private FaultVerdict verdict(Group group, Map<String, Integer> counts) {
    if (group.allowance().isPresent()) {
      return FaultVerdict.ALLOWED;
    }
    StepResults base = steps.get(0);
    StepResults patched = steps.get(steps.size() - 1);
    boolean before = counts.containsKey(base.name());
    boolean after = counts.containsKey(patched.name());
    if (before && after) {
      return FaultVerdict.SAME;
    }
    if (!before && !after) {
      return FaultVerdict.INTERMEDIATE;
    }
    if (!policy.selfTest() && base.isSameKernel(patched)) {
      return FaultVerdict.FLAKY;
    }
    return after ? FaultVerdict.REGRESSED : FaultVerdict.FIXED;
  }
}
