// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.kverdict.results.CaseResult;

/**
 * A case across the steps.
 *
 * @param name the case
 * @param results by step name, in the steps' order; a step that never ran it is not there
 * @param verdict between the first step and the last; {@code SAME} where there is one step only
 * @param since the first step at which it behaves otherwise than at the step before
 * @param intermediateOnly whether it is good at both ends and bad in between
 */
public record CaseComparison(
    String name,
    Map<String, CaseResult> results,
    CaseVerdict verdict,
    Optional<String> since,
    boolean intermediateOnly) {
  /** Copies. */
  public CaseComparison {
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }
}
