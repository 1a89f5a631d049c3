// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.List;
import java.util.Set;

/** Whether all was seen that there is to be seen. */
final class Completeness {
  private final List<Sightings> steps;
  private final Set<String> names;

  Completeness(List<Sightings> steps) {
    this.steps = steps;
    this.names = Comparison.names(steps);
  }

  /**
   * Whether a step was seen whole: by one complete run of all cases, or piece by piece by complete
   * runs and by cases that took their guest with them. Piece by piece only if one run told of all
   * cases: else nobody knows which there are.
   */
  boolean of(Sightings step) {
    return step.isWhole()
        || (steps.stream().anyMatch(Sightings::knowsAllNames)
            && names.stream().allMatch(name -> step.isSettled(name)));
  }

  /**
   * Whether a step that is compared with nothing was seen whole. No verdict tells of a case that
   * nobody saw there, so one of them is too many.
   */
  boolean ofAlone(Sightings step) {
    return of(step) && names.stream().noneMatch(name -> step.observations(name).isUnknown());
  }

  /** Where every case skips, nothing was tested. */
  boolean onlySkipped() {
    return steps.stream()
        .noneMatch(
            step ->
                names.stream()
                    .map(step::observations)
                    .anyMatch(seen -> seen.count(it -> it.isGood() || it.isBad()) > 0));
  }
}
