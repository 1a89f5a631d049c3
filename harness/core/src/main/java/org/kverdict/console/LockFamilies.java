// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/** What lockdep reports, and sleeping where one must not. */
final class LockFamilies {
  /** Lockdep names the acquisition that it objects to before it tells what else is held. */
  private static final String ACQUISITION = ", at: (?<f>[\\w.$]+)\\+0x";

  private static final String OPENING = "(?:\\[ )?(?:WARNING|INFO|BUG): ";

  static final List<Family> ALL =
      List.of(
          lockdep("(possible (?:circular|recursive) locking(?: dependency)?) detected")
              .locatedBy(ACQUISITION),
          lockdep("(possible irq lock inversion dependency) detected").locatedBy(ACQUISITION),
          lockdep("((?:\\w+IRQ|RECLAIM_FS)-safe -> (?:\\w+IRQ|RECLAIM_FS)-unsafe lock order)")
              .locatedBy(ACQUISITION),
          lockdep("(inconsistent lock state)").locatedBy(ACQUISITION),
          lockdep("([Ii]nvalid wait context)").locatedBy(ACQUISITION),
          lockdep("([Nn]ested lock was not taken)").locatedBy(ACQUISITION),
          lockdep("(held lock freed)").locatedBy(ACQUISITION),
          // The task is in user space already as far as its stack goes.
          Family.of(
                  FaultKind.LOCKDEP,
                  Role.SITE,
                  OPENING + "(lock held when returning to user space)",
                  "$1",
                  Completeness.END)
              .endingIn("^ #\\d+: .*, at: ")
              .locatedBy(ACQUISITION),
          // The locks that are listed below these are not the one that matters.
          lockdep("(suspicious RCU usage)"),
          lockdep("(bad unlock balance) detected"),
          lockdep("(bad contention) detected"),
          lockdep("(trying to register non-static key)"),
          // Whoever takes the lock that no longer fits is an accident.
          lockdep("(MAX_LOCK\\w+ too low|MAX_STACK_TRACE_ENTRIES too low)").ofNoFunction(),
          lockdep("(chain_key collision)"),
          lockdep("(circular locking deadlock) detected"),
          lockdep("(looking up invalid subclass)"),
          lockdep("key \\S+ (has not been registered)"),
          lockdep("\\S.{0,32}?/\\d+ (still has locks held)", "task $1").locatedBy(ACQUISITION),
          Family.of(
                  FaultKind.LOCKDEP,
                  Role.CAUSE,
                  "(DEBUG_LOCKS_WARN_ON\\(.{1,60}\\))",
                  "$1",
                  Completeness.STACK_AND_END)
              .endingIn("^---\\[ end trace")
              .goingOn(),
          atomic("BUG: (sleeping function called from invalid context)"),
          atomic("BUG: (scheduling while atomic)"),
          atomic("bad: (scheduling from the idle thread)"),
          // The function that leaked it has returned, so it is on no stack.
          atomic("BUG: (workqueue leaked (?:lock or atomic|atomic, lock or RCU))")
              .locatedBy("(?:last function: |workfn=)(?<f>[\\w.$]+)"));

  private LockFamilies() {}

  private static Family lockdep(String heading) {
    return lockdep(heading, "$1");
  }

  private static Family lockdep(String heading, String title) {
    return Family.of(FaultKind.LOCKDEP, Role.SITE, OPENING + heading, title, Completeness.STACK);
  }

  private static Family atomic(String headline) {
    return Family.of(FaultKind.ATOMIC, Role.SITE, headline, "$1", Completeness.STACK);
  }
}
