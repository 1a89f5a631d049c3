// SPDX-License-Identifier: Apache-2.0
package org.kverdict.series;

import java.util.List;
import java.util.Optional;

/**
 * Patches in the order in which they apply on one base.
 *
 * @param patches in order; empty where a tree is tested as it is
 */
public record Series(List<Patch> patches) {
  /** The name of the step without any patch. */
  public static final String BASE = "base";

  /** Checks and copies. */
  public Series {
    patches = List.copyOf(patches);
  }

  /** No patches. */
  public static Series none() {
    return new Series(List.of());
  }

  /** The name of the step after so many patches: {@code base}, {@code +1}, ... */
  public static String stepName(int applied) {
    return applied == 0 ? BASE : "+" + applied;
  }

  /** The patch that leads to a step; none leads to {@code base}. */
  public Optional<Patch> patchOf(int applied) {
    return applied == 0 ? Optional.empty() : Optional.of(patches.get(applied - 1));
  }
}
