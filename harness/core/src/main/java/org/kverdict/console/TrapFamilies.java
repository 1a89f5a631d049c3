// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/** BUG, WARNING, traps and panics, of x86, arm64 and riscv. */
final class TrapFamilies {
  private static final String END_TRACE = "^---\\[ end trace";
  private static final String PANIC = "Kernel panic - not syncing: ";

  static final List<Family> ALL =
      List.of(
          panic(
              FaultKind.STACK_CORRUPTION,
              "stack-protector: Kernel stack is corrupted in: (?:(?<f>[\\w.$]+)\\+0x)?",
              "stack-protector: kernel stack is corrupted"),
          panic(FaultKind.STACK_CORRUPTION, "corrupted stack end detected", "corrupted stack end"),
          panic(FaultKind.STACK_CORRUPTION, "kernel stack overflow", "kernel stack overflow"),
          panic(FaultKind.INIT_DIED, "Attempted to kill init!", "init died").ofNoFunction(),
          panic(
                  FaultKind.OUT_OF_MEMORY,
                  "(?:Out of memory|System is deadlocked on memory)",
                  "out of memory")
              .ofNoFunction(),
          // What follows the first sentence is advice.
          panic(FaultKind.PANIC, "(.*?)(?:\\.  |$)", "panic: $1"),
          trapped(FaultKind.RUST_PANIC, Role.CAUSE, "(?:\\w+: )?panicked at \\S", "Rust panic"),
          trapped(FaultKind.BUG, Role.SITE, "kernel BUG at ", "kernel BUG"),
          trapped(
              FaultKind.PAGE_FAULT,
              Role.SITE,
              "(?:BUG: (?:unable to handle )?|Unable to handle )kernel NULL pointer dereference",
              "NULL pointer dereference"),
          trapped(
              FaultKind.PAGE_FAULT,
              Role.SITE,
              "(?:BUG: u|U)nable to handle (?:kernel )?(?:page fault|paging request)",
              "unable to handle page fault"),
          trapped(
              FaultKind.PAGE_FAULT,
              Role.SITE,
              "Unable to handle kernel ([\\w =-]+?)(?: at virtual address|$)",
              "unable to handle $1"),
          trapped(FaultKind.DOUBLE_FAULT, Role.SITE, "PANIC: double fault", "double fault"),
          // Too early for anything but this line and, from later kernels, a stack.
          Family.of(
              FaultKind.PANIC,
              Role.SITE,
              "PANIC: early exception ",
              "early exception",
              Completeness.STACK),
          trapped(
              FaultKind.STACK_CORRUPTION,
              Role.SITE,
              "BUG: (?:\\S+ )?stack guard page was hit|Insufficient stack space to handle",
              "kernel stack overflow"),
          // Until 6.18, and after.
          died(
              FaultKind.WARNING,
              Role.SITE,
              "WARNING: CPU: \\d+ PID: \\d+ at (?:\\S+ (?:(?<f>[\\w.$]+)\\+0x)?)?",
              "WARNING"),
          died(
              FaultKind.WARNING,
              Role.SITE,
              "WARNING: (?:\\[.{0,200}] )?\\S+:\\d+ at (?<f>[\\w.$]+)\\+0x",
              "WARNING"),
          trap(FaultKind.GENERAL_PROTECTION_FAULT, "general protection fault\\b"),
          trap(FaultKind.DIVIDE_ERROR, "divide error:"),
          trap(FaultKind.INVALID_OPCODE, "invalid opcode:"),
          trap(FaultKind.DOUBLE_FAULT, "double fault:"),
          died(
              FaultKind.STACK_CORRUPTION,
              Role.TRAP,
              "(?:Oops: )?(?:kernel stack overflow|stack guard page)\\b.{0,20}: [0-9a-f]{4} \\[#",
              "kernel stack overflow"),
          died(
              FaultKind.BUG,
              Role.TRAP,
              "Kernel BUG \\[#\\d|(?:Internal error: )?Oops - BUG",
              "BUG"),
          died(
              FaultKind.OOPS,
              Role.TRAP,
              "(?:Oops: )?([a-z][\\w ]{2,40}?): [0-9a-f]{4} \\[#\\d+]",
              "$1"),
          died(
              FaultKind.OOPS,
              Role.TRAP,
              "(?:(?:Internal error|Oops): )?Oops(?: - ([\\w ]+?))?(?:: [0-9a-f]+)? \\[#\\d+]",
              "Oops $1"),
          died(FaultKind.OOPS, Role.TRAP, "Internal error: ([\\w/ -]+)", "$1"),
          died(FaultKind.OOPS, Role.TRAP, "Internal error: : [0-9a-f]+ \\[#", "internal error"),
          // The unwinder noticed, on somebody's behalf.
          noticed(FaultKind.WARNING, "(WARNING: kernel stack regs) at .{1,100}? has bad ")
              .ofNoFunction(),
          noticed(FaultKind.WARNING, "(WARNING: kernel stack frame pointer) at .{1,100}? has bad ")
              .ofNoFunction(),
          noticed(FaultKind.BUG, "(BUG: (?:Bad rss-counter state|non-zero \\w+)) ").ofNoFunction(),
          // One for each, and then a WARNING whose function is always the same.
          trapped(
                  FaultKind.BUG,
                  Role.CAUSE,
                  "BUG: Dentry .{1,400}?  still in use",
                  "BUG: dentry still in use")
              .ofNoFunction(),
          Family.of(
              FaultKind.BUG,
              Role.SITE,
              "(BUG: Bad page (?:state|map|cache)) in process",
              "$1",
              Completeness.STACK),
          Family.of(FaultKind.BUG, Role.SITE, "(BUG: .+)", "$1", Completeness.STACK));

  private TrapFamilies() {}

  private static Family died(FaultKind kind, Role role, String headline, String title) {
    return Family.of(kind, role, headline, title, Completeness.STACK_AND_END).endingIn(END_TRACE);
  }

  /** There is nothing more to it. */
  private static Family noticed(FaultKind kind, String headline) {
    return Family.of(kind, Role.SITE, headline, "$1", Completeness.HEADLINE);
  }

  /** A trap is to come, whose dump belongs to it. */
  private static Family trapped(FaultKind kind, Role role, String headline, String title) {
    return died(kind, role, headline, title).goingOn();
  }

  private static Family trap(FaultKind kind, String name) {
    return died(kind, Role.TRAP, "(?:Oops: )?" + name, kind.word());
  }

  private static Family panic(FaultKind kind, String reason, String title) {
    return Family.of(kind, Role.PANIC, PANIC + reason, title, Completeness.STACK_OR_END)
        .endingIn("^---\\[ end Kernel panic");
  }
}
