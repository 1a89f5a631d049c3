// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Panics that only say that a kernel is told, or has, to stop after what it has just reported. Such
 * a panic is a part of that report and no fault of its own: whether it follows is a matter of
 * settings, and "Fatal exception" would be the same title for whatever went wrong.
 */
final class Consequences {
  private static final String PANIC = "^Kernel panic - not syncing: ";

  /**
   * @param ofDying whether only whoever made the report can panic so: what else dies has its own
   *     reason
   */
  private record Rule(Pattern reason, Predicate<Report> cause, boolean ofDying) {}

  private static final List<Rule> RULES =
      List.of(
          dying("(?:Oops: )?Fatal exception|Aiee, killing interrupt handler"),
          // Killed, by a signal; one that exits by itself has not died of the report.
          dying("Attempted to kill init! exitcode=0x0000000[1-9a-f]$"),
          dying("Attempted to kill the idle task"),
          rule(".*\\bpanic_on_\\w+ set", report -> true),
          rule("(?:Hard LOCKUP|hard lockup)", of(FaultKind.HARD_LOCKUP)),
          rule("softlockup: hung tasks", of(FaultKind.SOFT_LOCKUP)),
          rule("hung_task: blocked tasks", of(FaultKind.HUNG_TASK)),
          rule("RCU Stall", of(FaultKind.RCU_STALL)),
          rule("scheduling while atomic", of(FaultKind.ATOMIC)),
          rule("(?:kernel|Kernel) stack overflow", of(FaultKind.STACK_CORRUPTION)),
          rule("(?:Out of memory|System is deadlocked)", of(FaultKind.OUT_OF_MEMORY)));

  private Consequences() {}

  /** Whether a panic of this text follows from the report. */
  static boolean follows(String panic, Report report) {
    return RULES.stream()
        .anyMatch(rule -> rule.reason.matcher(panic).find() && rule.cause.test(report));
  }

  /** Whether a panic of this text may follow from another caller's report. */
  static boolean mayFollowAnother(String panic) {
    return RULES.stream().anyMatch(rule -> !rule.ofDying && rule.reason.matcher(panic).find());
  }

  private static Rule dying(String reason) {
    return new Rule(Pattern.compile(PANIC + reason), Report::died, true);
  }

  private static Rule rule(String reason, Predicate<Report> cause) {
    return new Rule(Pattern.compile(PANIC + reason), cause, false);
  }

  private static Predicate<Report> of(FaultKind kind) {
    return report -> report.kind() == kind;
  }
}
