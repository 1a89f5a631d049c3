// SPDX-License-Identifier: Apache-2.0
package org.kverdict.results;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a guest reported in one run.
 *
 * @param cases every case that was planned, in that order
 * @param announced the cases that its suites have, whether or not it was to run them; known only
 *     from a guest that booted
 * @param began the cases that began, in that order
 * @param doubtful those of them that began after the report had contradicted itself
 * @param complete whether the guest said that it was done
 * @param problems what was wrong with the report itself, one line each
 */
public record GuestResults(
    List<CaseResult> cases,
    List<String> announced,
    List<String> began,
    Set<String> doubtful,
    boolean complete,
    List<String> problems) {
  /** Copies. */
  public GuestResults {
    cases = List.copyOf(cases);
    announced = List.copyOf(announced);
    began = List.copyOf(began);
    doubtful = Collections.unmodifiableSet(new LinkedHashSet<>(doubtful));
    problems = List.copyOf(problems);
  }
}
