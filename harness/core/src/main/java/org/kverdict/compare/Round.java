// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.List;

/**
 * Runs to be made before one looks again.
 *
 * @param turns in the order in which to take them: steps alternate, so that what changes on the
 *     host while they run falls on all of them alike
 */
public record Round(List<Turn> turns) {
  /** Copies. */
  public Round {
    turns = List.copyOf(turns);
  }
}
