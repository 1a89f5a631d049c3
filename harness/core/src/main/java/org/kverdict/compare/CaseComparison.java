// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kverdict.results.CaseResult;

/**
 * A case across the steps.
 *
 * @param name the case
 * @param results by step name, in the steps' order: the first result that shows what the case most
 *     often does there; a step of which nothing is known is not there
 * @param counts by step name, how often it did what, as in {@code crashed (SIGBUS)}, the most
 *     common first; runs of which nothing is known count as {@code unknown}
 * @param doubtful by step name, results from after the kernel had faulted, if there are any
 * @param verdict between the first step and the last; {@code SAME} where there is one step only
 * @param pValue of the difference between the first step and the last; empty if there is none
 * @param threshold a p-value up to this is significant; empty if there is no difference
 * @param since the first step at which it behaves otherwise than at the step before
 * @param intermediateOnly whether it is good at both ends and, significantly, bad in between
 * @param mixed whether the runs of any one step differ from each other
 * @param everBad whether it was bad in any run of any step
 * @param reason why the verdict is what it is, in one line for people
 */
public record CaseComparison(
    String name,
    Map<String, CaseResult> results,
    Map<String, Map<String, Integer>> counts,
    Map<String, List<CaseResult>> doubtful,
    CaseVerdict verdict,
    Optional<Double> pValue,
    Optional<Double> threshold,
    Optional<String> since,
    boolean intermediateOnly,
    boolean mixed,
    boolean everBad,
    String reason) {
  /** Copies. */
  public CaseComparison {
    results = ordered(results);
    counts = ordered(counts);
    doubtful = ordered(doubtful);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
