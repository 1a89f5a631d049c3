// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reports that only tell what an earlier one has led to. */
final class Aftermath {
  /** They keep count of who is idle, and a task that died in an exception left the count wrong. */
  private static final Pattern COUNTS_IDLERS =
      Pattern.compile(
          "(?:ct_kernel|rcu_eqs|rcu_idle)_(?:enter|exit)|ct_(?:idle|nmi)_(?:enter|exit)");

  private static final Set<String> IDLE = Set.of("T0", "0");

  private final Set<String> dead = new HashSet<>();
  private final Map<String, Report> latest = new HashMap<>();
  private boolean died;

  /** Takes the next report; true if it follows from one that was taken before. */
  boolean has(Report report) {
    boolean follows =
        report.died()
            ? isOfReportedAccess(report)
            : died && (isOfDead(report) || isOfWrongCount(report));
    died |= report.died();
    report.task().ifPresent(task -> latest.put(task, report));
    if (report.died()) {
      report.task().ifPresent(dead::add);
    }
    return follows;
  }

  /**
   * Until its end a task that oopsed goes through the kernel with what it held, which offends one
   * check or another.
   */
  private boolean isOfDead(Report report) {
    Optional<String> task = report.task();
    if (task.isPresent() && dead.contains(task.get())) {
      return report.isOfKilledTask() || report.isOfExitingTask();
    }
    // Which task it was is not said of one of the two.
    return task.isEmpty() && report.isOfKilledTask();
  }

  private static boolean isOfWrongCount(Report report) {
    return report.kind() == FaultKind.WARNING
        && report.task().filter(IDLE::contains).isPresent()
        && report.function().filter(f -> COUNTS_IDLERS.matcher(f).matches()).isPresent();
  }

  /** KASAN reports an access and then lets it happen. */
  private boolean isOfReportedAccess(Report report) {
    return report
        .task()
        .map(latest::get)
        .filter(before -> before.kind() == FaultKind.KASAN)
        .filter(before -> report.kind() == FaultKind.PAGE_FAULT)
        .filter(before -> before.function().isPresent())
        .filter(before -> before.function().equals(report.function()))
        .isPresent();
  }
}
