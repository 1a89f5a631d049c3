// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kverdict.console.Fault;
import org.kverdict.console.FaultKind;

/**
 * One fault, that is, one identity and one allowance or none, in the runs of all steps. A guest may
 * flood its console with titles: each run is read once, however many there are.
 */
final class FaultSightings {
  private final Fault first;
  private final Optional<Allowance> allowance;
  private final Map<String, Integer> runs = new LinkedHashMap<>();
  private final Map<String, Integer> times = new HashMap<>();
  private final Set<String> cases = new LinkedHashSet<>();

  private FaultSightings(Fault first, Optional<Allowance> allowance) {
    this.first = first;
    this.allowance = allowance;
  }

  private record Group(FaultIdentity identity, Optional<Allowance> allowance) {
    static Group of(Fault fault, List<Allowance> allowances) {
      FaultIdentity identity = FaultIdentity.of(fault);
      Optional<String> caseName = FaultIdentity.caseOf(fault);
      return new Group(
          identity,
          allowances.stream()
              .filter(it -> it.allows(identity.kind(), identity.title(), caseName))
              .findFirst());
    }
  }

  /** All faults, in the order in which they were first seen. */
  static List<FaultSightings> of(List<StepResults> steps, List<Allowance> allowances) {
    Map<Group, FaultSightings> all = new LinkedHashMap<>();
    for (StepResults step : steps) {
      for (RunResults run : step.runs()) {
        Set<Group> inThisRun = new LinkedHashSet<>();
        for (Fault fault : run.faults()) {
          Group group = Group.of(fault, allowances);
          FaultSightings sightings =
              all.computeIfAbsent(group, it -> new FaultSightings(fault, it.allowance()));
          FaultIdentity.caseOf(fault).ifPresent(sightings.cases::add);
          sightings.times.merge(step.name(), 1, Integer::sum);
          if (inThisRun.add(group)) {
            sightings.runs.merge(step.name(), 1, Integer::sum);
          }
        }
      }
    }
    return new ArrayList<>(all.values());
  }

  Optional<Allowance> allowance() {
    return allowance;
  }

  boolean isAt(StepResults step) {
    return runs.containsKey(step.name());
  }

  /** Whether it is one of which a kernel cannot tell: the harness did, and once for a guest. */
  boolean isSilent() {
    return first.kind() == FaultKind.HANG || first.kind() == FaultKind.RESET;
  }

  /** In how many of a step's guests a silent fault was seen. */
  int guests(StepResults step) {
    return Math.min(times.getOrDefault(step.name(), 0), step.guests());
  }

  FaultComparison compared(FaultVerdict verdict) {
    return new FaultComparison(first, runs, cases, allowance, verdict);
  }
}
