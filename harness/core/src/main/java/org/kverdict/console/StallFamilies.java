// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/** What watchdogs report. */
final class StallFamilies {
  static final List<Family> ALL =
      List.of(
          // Which processor notices it, and of which flavour of RCU, is an accident.
          stall(
              FaultKind.RCU_STALL,
              "INFO: rcu\\w* (?:self-detected stall|detected (?:expedited )?stalls)",
              "RCU stall"),
          stall(FaultKind.SOFT_LOCKUP, "BUG: soft lockup - CPU", "soft lockup"),
          stall(
              FaultKind.HARD_LOCKUP,
              "(?:CPU ?\\d+:? )?(?:Watchdog |self-)?detected hard LOCKUP",
              "hard lockup"),
          stall(
              FaultKind.HUNG_TASK,
              "INFO: task .{1,40}?:\\d+ blocked (?:in I/O wait )?for more than",
              "hung task"),
          Family.of(
                  FaultKind.WORKQUEUE_LOCKUP,
                  Role.SITE,
                  "BUG: workqueue lockup - pool",
                  "workqueue lockup",
                  Completeness.END)
              .endingIn("^Showing busy workqueues")
              .locatedBy("in-flight: \\d+(?:\\(RESCUER\\))?:(?<f>[\\w.$]+)"));

  private StallFamilies() {}

  private static Family stall(FaultKind kind, String headline, String title) {
    return Family.of(kind, Role.SITE, headline, title, Completeness.STACK);
  }
}
