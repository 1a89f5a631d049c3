// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.List;
import java.util.Optional;

/**
 * A fault that a plan knows of and does not hold against the series.
 *
 * @param kind the fault's family, to the letter
 * @param title a pattern for the whole title, in which {@code *} is any text and {@code ?} any
 *     character
 * @param cases patterns for names of cases, in one of which it has to happen; none for anywhere
 * @param reason why it is allowed
 */
public record Allowance(String kind, String title, List<String> cases, String reason) {
  /** Copies. */
  public Allowance {
    cases = List.copyOf(cases);
  }

  /**
   * Whether it allows a fault.
   *
   * @param faultKind the family
   * @param faultTitle what happened
   * @param caseName the case that ran, if one did
   */
  boolean allows(String faultKind, String faultTitle, Optional<String> caseName) {
    return kind.equals(faultKind)
        && Glob.matches(title, faultTitle)
        && (cases.isEmpty()
            || caseName
                .filter(name -> cases.stream().anyMatch(it -> Glob.matches(it, name)))
                .isPresent());
  }
}
