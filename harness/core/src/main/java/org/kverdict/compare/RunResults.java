// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kverdict.console.Fault;
import org.kverdict.results.CaseResult;
import org.kverdict.results.Outcome;

/**
 * One run of a step: each case at most once. It may have taken more than one guest, where the cases
 * that follow a fault were run again in a fresh one.
 *
 * @param only the cases that it was to run; empty for all of them
 * @param cases the results that count; one that is lost is no result
 * @param doubtful results from after the kernel had faulted in that guest: shown, and counted only
 *     for a case of which the step has nothing better
 * @param complete whether it ran all it was to run and ended cleanly
 * @param faults what the kernel said about itself
 */
public record RunResults(
    Set<String> only,
    List<CaseResult> cases,
    List<CaseResult> doubtful,
    boolean complete,
    List<Fault> faults) {
  /** Copies. */
  public RunResults {
    only = Collections.unmodifiableSet(new LinkedHashSet<>(only));
    cases = List.copyOf(cases);
    doubtful = List.copyOf(doubtful);
    faults = List.copyOf(faults);
  }

  /** A run of all cases, of whose results none is doubtful. */
  public static RunResults ofAll(List<CaseResult> cases, boolean complete, List<Fault> faults) {
    return new RunResults(Set.of(), cases, List.of(), complete, faults);
  }

  /** Whether it was to run all cases. */
  boolean isWhole() {
    return only.isEmpty();
  }

  /** Whether it was to run the case. */
  boolean covers(String caseName) {
    return isWhole() || only.contains(caseName);
  }

  boolean mentions(String caseName) {
    return find(cases, caseName).or(() -> find(doubtful, caseName)).isPresent();
  }

  /** What is known of the case beyond doubt. */
  Optional<CaseResult> known(String caseName) {
    return find(cases, caseName).filter(RunResults::isKnown);
  }

  /** What is known of the case, doubtful or not. */
  Optional<CaseResult> knownAtAll(String caseName) {
    return known(caseName).or(() -> find(doubtful, caseName).filter(RunResults::isKnown));
  }

  private static boolean isKnown(CaseResult result) {
    return result.outcome() != Outcome.LOST;
  }

  private static Optional<CaseResult> find(List<CaseResult> results, String caseName) {
    return results.stream().filter(result -> result.name().equals(caseName)).findFirst();
  }
}
