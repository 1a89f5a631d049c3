// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.List;
import org.kverdict.console.Fault;

/**
 * A fault across the steps.
 *
 * @param fault what the kernel said
 * @param steps where it said it
 * @param verdict {@code REGRESSED} if the last step has it and the first has not, {@code FIXED} the
 *     other way round, {@code CHANGED} if only steps between them have it, else {@code SAME}
 */
public record FaultComparison(Fault fault, List<String> steps, CaseVerdict verdict) {
  /** Copies. */
  public FaultComparison {
    steps = List.copyOf(steps);
  }
}
