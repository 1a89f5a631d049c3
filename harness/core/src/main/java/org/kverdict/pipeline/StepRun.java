// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.util.List;
import java.util.Optional;
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
 * @param boot what came of booting it; empty if there is no kernel
 */
record StepRun(String name, Optional<Patch> patch, BuildOutcome build, Optional<GuestRun> boot) {

  Optional<Kernel> kernel() {
    return build instanceof BuildOutcome.Built built
        ? Optional.of(built.kernel())
        : Optional.empty();
  }

  StepResults results() {
    Optional<String> hash = kernel().map(Kernel::imageHash);
    return boot.map(
            run ->
                new StepResults(name, hash, run.results().cases(), run.isComplete(), run.faults()))
        .orElseGet(() -> new StepResults(name, hash, List.of(), false, List.of()));
  }
}
