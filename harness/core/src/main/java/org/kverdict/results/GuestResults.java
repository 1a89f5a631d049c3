// SPDX-License-Identifier: Apache-2.0
package org.kverdict.results;

import java.util.List;

/**
 * What a guest reported in one run.
 *
 * @param cases every case that the guest announced or reported, in that order
 * @param complete whether the guest said that it was done
 * @param problems what was wrong with the report itself, one line each
 */
public record GuestResults(List<CaseResult> cases, boolean complete, List<String> problems) {
  /** Copies. */
  public GuestResults {
    cases = List.copyOf(cases);
    problems = List.copyOf(problems);
  }

  /** The report of a guest that never ran. */
  public static GuestResults none() {
    return new GuestResults(List.of(), false, List.of());
  }
}
