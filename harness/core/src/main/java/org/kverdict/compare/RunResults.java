// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kverdict.console.Fault;
import org.kverdict.results.CaseResult;

/**
 * One run of a step: each case at most once. It may have taken more than one guest, where the cases
 * that follow a fault were run again in a fresh one.
 *
 * @param only the cases that it was to run; empty for all of them
 * @param cases the results that count; a case that is lost was running when its guest went away, or
 *     made the guest contradict itself, for no reason of the host's: that is bad
 * @param doubtful results from after the kernel had faulted in that guest: shown, and counted only
 *     for a case of which the step has nothing better
 * @param missing the cases that it was to run and of which it has no result that counts: no guest
 *     came to them, or the host ended the guest
 * @param complete whether it ran all it was to run and ended cleanly
 * @param faults what the kernel said about itself
 * @param guests how many guests it took, without those that the host ended
 */
public record RunResults(
    Set<String> only,
    List<CaseResult> cases,
    List<CaseResult> doubtful,
    Set<String> missing,
    boolean complete,
    List<Fault> faults,
    int guests) {
  /** Copies. */
  public RunResults {
    only = Collections.unmodifiableSet(new LinkedHashSet<>(only));
    cases = List.copyOf(cases);
    doubtful = List.copyOf(doubtful);
    missing = Collections.unmodifiableSet(new LinkedHashSet<>(missing));
    faults = List.copyOf(faults);
  }

  /** A run in one guest. */
  public RunResults(
      Set<String> only,
      List<CaseResult> cases,
      List<CaseResult> doubtful,
      Set<String> missing,
      boolean complete,
      List<Fault> faults) {
    this(only, cases, doubtful, missing, complete, faults, 1);
  }

  /** A run in one guest that came to all its cases. */
  public RunResults(
      Set<String> only,
      List<CaseResult> cases,
      List<CaseResult> doubtful,
      boolean complete,
      List<Fault> faults) {
    this(only, cases, doubtful, Set.of(), complete, faults);
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
}
