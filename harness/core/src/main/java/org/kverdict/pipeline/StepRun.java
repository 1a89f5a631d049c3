// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kverdict.build.BuildOutcome;
import org.kverdict.build.Kernel;
import org.kverdict.compare.StepResults;
import org.kverdict.series.Patch;

/**
 * How far a step came.
 *
 * @param name {@code base}, {@code +1}, ...
 * @param patch the patch that leads to it
 * @param build what came of building it
 * @param runs of its cases; none if there is no kernel
 */
record StepRun(String name, Optional<Patch> patch, BuildOutcome build, List<CaseRun> runs) {
  StepRun {
    runs = List.copyOf(runs);
  }

  Optional<Kernel> kernel() {
    return build instanceof BuildOutcome.Built built
        ? Optional.of(built.kernel())
        : Optional.empty();
  }

  /** The guest that was booted, and not one that went on from its state; the first that came up. */
  Optional<GuestRun> boot() {
    return guests()
        .filter(guest -> !guest.restored() && guest.cameUp())
        .findFirst()
        .or(() -> guests().findFirst());
  }

  Stream<GuestRun> guests() {
    return runs.stream().flatMap(run -> run.guests().stream());
  }

  StepRun with(CaseRun another) {
    List<CaseRun> all = new ArrayList<>(runs);
    all.add(another);
    return new StepRun(name, patch, build, all);
  }

  StepResults results() {
    return new StepResults(
        name, kernel().map(Kernel::imageHash), runs.stream().map(CaseRun::results).toList());
  }
}
