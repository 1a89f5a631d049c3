// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One run to be made: one {@link RunResults} of a step.
 *
 * @param step the step's name
 * @param only the cases to run; empty for all of them
 */
public record Turn(String step, Set<String> only) {
  /** Copies. */
  public Turn {
    only = Collections.unmodifiableSet(new LinkedHashSet<>(only));
  }
}
