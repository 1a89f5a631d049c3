// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What a user may have meant. */
final class Nearest {
  /** Beyond that, a guess confuses more than it helps. */
  private static final int A_TYPO = 4;

  private Nearest() {}

  static Optional<String> to(String word, Collection<String> known) {
    // In a short word fewer letters can be wrong before it is another word.
    LevenshteinDistance distance = new LevenshteinDistance(Math.min(A_TYPO, 1 + word.length() / 3));
    return known.stream()
        .filter(candidate -> distance.apply(word, candidate) >= 0)
        .min(Comparator.comparing(candidate -> distance.apply(word, candidate)));
  }

  /** "; did you mean X?", or nothing. */
  static String suggestion(String word, Collection<String> known) {
    return to(word, known).map(it -> " (did you mean \"" + it + "\"?)").orElse("");
  }
}
