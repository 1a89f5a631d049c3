// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what differs between two steps, and is not significant, is no more than a flaky case
 * makes differ anyway. Significance is corrected for all cases; so much that may be a change stays
 * below it, and must not pass for flakiness.
 */
enum Likeness {
  /** Chance makes such a difference often enough. */
  LIKE_CHANCE,
  /** Chance makes it in one of 20 cases at most: nobody knows. */
  RARE_BY_CHANCE,
  /** Most runs of one step have no part in the comparison, as those that skip. */
  NOT_COMPARABLE;

  static final double RARE = 0.05;

  static Likeness of(Observations before, Observations after) {
    Optional<Table> compared = Table.of(before, after);
    // Good against bad leaves out what is neither, and how the good ones differ.
    boolean rare =
        Stream.of(compared, Table.ofUsual(before, after))
            .flatMap(Optional::stream)
            .anyMatch(table -> table.pValue() <= RARE);
    if (rare) {
      return RARE_BY_CHANCE;
    }
    return compared.map(Likeness::isBalanced).orElse(true) ? LIKE_CHANCE : NOT_COMPARABLE;
  }

  private static boolean isBalanced(Table table) {
    int fewer = Math.min(table.beforeOf(), table.afterOf());
    int more = Math.max(table.beforeOf(), table.afterOf());
    return 2 * fewer >= more;
  }
}
