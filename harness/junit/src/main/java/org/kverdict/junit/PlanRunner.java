// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.nio.file.Path;
import org.kverdict.report.VerdictDocument;

/** Brings about a plan's verdict. */
@FunctionalInterface
interface PlanRunner {

  /**
   * @param plan the plan's file
   * @param settings how it is carried out
   * @throws org.kverdict.failure.UsageException if it cannot be carried out as asked
   * @throws org.kverdict.failure.InfrastructureException if this host cannot carry it out
   */
  VerdictDocument run(Path plan, Settings settings);

  /** Replays where that is asked for, and else builds and boots. */
  static PlanRunner ofThisHost() {
    return (plan, settings) ->
        settings
            .replay()
            .map(folder -> Replay.read(folder, plan))
            .orElseGet(() -> HostRun.run(plan, settings));
  }
}
