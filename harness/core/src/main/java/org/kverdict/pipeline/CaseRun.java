// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kverdict.compare.RunResults;
import org.kverdict.console.Fault;
import org.kverdict.results.CaseResult;
import org.kverdict.results.Outcome;

/**
 * One run of a step's cases, in as many guests as it took.
 *
 * @param only the cases that it was to run; empty for all
 * @param guests in the order of their beginning; at least one
 */
record CaseRun(Set<String> only, List<GuestRun> guests) {
  CaseRun {
    only = Collections.unmodifiableSet(new LinkedHashSet<>(only));
    guests = List.copyOf(guests);
  }

  RunResults results() {
    Map<String, CaseResult> settled = new LinkedHashMap<>();
    List<CaseResult> doubtful = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    Set<String> missing = new LinkedHashSet<>();
    for (GuestRun guest : guests) {
      faults.addAll(guest.faults());
      missing.addAll(guest.asked());
      for (CaseResult result : guest.results().cases()) {
        if (guest.doubtful().contains(result.name())) {
          doubtful.add(result);
        } else if (guest.counts(result)) {
          settled.merge(result.name(), result, CaseRun::better);
        } else {
          missing.add(result.name());
        }
      }
    }
    missing.removeAll(settled.keySet());
    return new RunResults(
        only,
        List.copyOf(settled.values()),
        doubtful,
        missing,
        guests.stream().allMatch(GuestRun::isSound),
        faults,
        (int) guests.stream().filter(guest -> !guest.isInfrastructure()).count());
  }

  /** A later guest was started only for what the earlier ones had left unsettled. */
  private static CaseResult better(CaseResult earlier, CaseResult later) {
    return later.outcome() == Outcome.LOST ? earlier : later;
  }
}
