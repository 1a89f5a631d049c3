// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.kverdict.results.CaseResult;
import org.kverdict.results.Outcome;

/** Whether all was seen that there is to be seen. */
final class Completeness {
  private static final Set<Outcome> ENDS_GUEST = EnumSet.of(Outcome.CRASHED, Outcome.TIMED_OUT);

  private final List<StepResults> steps;
  private final Set<String> names;

  Completeness(List<StepResults> steps) {
    this.steps = steps;
    this.names = Comparison.names(steps);
  }

  /**
   * Whether a step was seen whole: by one complete run of all cases, or piece by piece by complete
   * runs and by cases that took their guest with them. Piece by piece only if some step was seen
   * whole by one run: else nobody knows which cases there are.
   */
  boolean of(StepResults step) {
    return isWhole(step)
        || (steps.stream().anyMatch(Completeness::isWhole)
            && names.stream().allMatch(name -> isSettled(step, name)));
  }

  private static boolean isSettled(StepResults step, String name) {
    return step.runs().stream()
        .anyMatch(
            run ->
                run.known(name)
                    .map(CaseResult::outcome)
                    .filter(it -> run.complete() || ENDS_GUEST.contains(it))
                    .isPresent());
  }

  private static boolean isWhole(StepResults step) {
    return step.runs().stream().anyMatch(run -> run.isWhole() && run.complete());
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
