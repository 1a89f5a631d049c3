// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reports that only tell what an earlier one has led to. Until its end a task that oopsed goes
 * through the kernel with what it held, which offends one check or another. That is the oops's
 * doing.
 */
final class Aftermath {
  private final Set<String> dead = new HashSet<>();
  private boolean died;

  /** Takes the next report; true if it follows from one that was taken before. */
  boolean has(Report report) {
    boolean follows = died && !report.died() && isOfDead(report);
    if (report.died()) {
      died = true;
      report.task().ifPresent(dead::add);
    }
    return follows;
  }

  private boolean isOfDead(Report report) {
    Optional<String> task = report.task();
    if (task.isPresent() && dead.contains(task.get())) {
      return report.isOfKilledTask() || report.isOfExitingTask();
    }
    // Which task it was is not said of one of the two.
    return task.isEmpty() && report.isOfKilledTask();
  }
}
