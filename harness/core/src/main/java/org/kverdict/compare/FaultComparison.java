// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.kverdict.console.Fault;

/**
 * A fault across the steps. One that a plan allows in some cases only, and that happened elsewhere
 * too, is there twice.
 *
 * @param fault what the kernel said, the first time
 * @param counts by step name, in how many of its runs it said so; steps without it are not there
 * @param cases the cases that ran then, as far as that is known
 * @param allowance what allows it, if anything does
 * @param verdict between the first step and the last
 */
public record FaultComparison(
    Fault fault,
    Map<String, Integer> counts,
    Set<String> cases,
    Optional<Allowance> allowance,
    FaultVerdict verdict) {
  /** Copies. */
  public FaultComparison {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    cases = Collections.unmodifiableSet(new LinkedHashSet<>(cases));
  }

  /** Where it was seen, in the steps' order. */
  public List<String> steps() {
    return List.copyOf(counts.keySet());
  }
}
