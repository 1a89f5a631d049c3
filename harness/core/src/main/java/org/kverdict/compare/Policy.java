// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.List;

/**
 * How steps are compared.
 *
 * @param repeats how often cases are run
 * @param allowances faults that are not held against the series
 * @param selfTest whether the same kernel is compared with itself on purpose (A/A), as if it were
 *     two: what then differs shows how often the comparison is wrong
 */
public record Policy(Repeats repeats, List<Allowance> allowances, boolean selfTest) {
  /** Copies. */
  public Policy {
    allowances = List.copyOf(allowances);
  }

  /** Repeats, and nothing else out of the ordinary. */
  public static Policy of(Repeats repeats) {
    return new Policy(repeats, List.of(), false);
  }
}
