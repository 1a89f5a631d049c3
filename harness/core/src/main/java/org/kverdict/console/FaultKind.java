// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.Arrays;
import java.util.Optional;

/**
 * The families of what a kernel says about itself.
 *
 * <p>A kind <em>leaves the kernel doubtful</em> if a case that runs after it may fail for no fault
 * of its own: memory was overwritten, a task died with its locks held, a processor does nothing
 * else any more. A kind does not if the kernel has only noticed something and goes on as before.
 */
public enum FaultKind {
  /** {@code kernel BUG at}, and each {@code BUG:} without a kind of its own: a task was killed. */
  BUG("bug", true),
  /** An assertion failed and the kernel went on, which is what tells it from a BUG. */
  WARNING("warning", false),
  /** A trap without a kind of its own; the task died where it stood, locks held. */
  OOPS("oops", true),
  /** An access to memory that is not there, null pointers included. */
  PAGE_FAULT("page fault", true),
  /** Among others, an address that no processor has. */
  GENERAL_PROTECTION_FAULT("general protection fault", true),
  /** Nothing runs after it. A panic that only follows another fault is part of that one. */
  PANIC("panic", true),
  /** Most often a kernel stack that ran over where no guard page tells so. */
  DOUBLE_FAULT("double fault", true),
  /** A division by zero. */
  DIVIDE_ERROR("divide error", true),
  /** An instruction that does not exist, and no BUG() either. */
  INVALID_OPCODE("invalid opcode", true),
  /** A canary, the end or the guard page of a kernel stack was hit. */
  STACK_CORRUPTION("stack corruption", true),
  /** SLUB found its own marks overwritten: others' objects may be so, too. */
  SLAB_CORRUPTION("slab corruption", true),
  /** The access that KASAN reports is carried out all the same. */
  KASAN("kasan", true),
  /** A data race: seen, not caused, by the report. */
  KCSAN("kcsan", false),
  /** A value that was never set was used or leaked; nothing was overwritten. */
  KMSAN("kmsan", false),
  /** As KASAN, by sampling. */
  KFENCE("kfence", true),
  /** Undefined behaviour that the compiler gave some meaning; most of it is arithmetic. */
  UBSAN("ubsan", false),
  /** Lockdep tells of what could happen. It then turns itself off, but the kernel is sound. */
  LOCKDEP("lockdep", false),
  /** A task slept, or was about to, with a spinlock held or interrupts off: the next may wait. */
  ATOMIC("atomic", true),
  /**
   * A processor has not passed through a quiescent state: whoever waits for RCU goes on waiting.
   */
  RCU_STALL("rcu stall", true),
  /** A processor schedules nothing. */
  SOFT_LOCKUP("soft lockup", true),
  /** A processor takes no interrupts. */
  HARD_LOCKUP("hard lockup", true),
  /** A task waits for what never comes, and holds what others may wait for. */
  HUNG_TASK("hung task", true),
  /** A pool of workers makes no progress: any other work may be stuck behind. */
  WORKQUEUE_LOCKUP("workqueue lockup", true),
  /** Memory that nothing points to any more: less of it, and no other harm. */
  MEMORY_LEAK("memory leak", false),
  /** An object with a timer or work was freed or set up while active: its memory is used again. */
  ODEBUG("odebug", true),
  /** A reference count went over or under: an object is, or will be, used after it is freed. */
  REFCOUNT("refcount", true),
  /** A list's neighbours disagree. */
  LIST_CORRUPTION("list corruption", true),
  /** The trace of an allocation that was refused: its caller gets an error, as is right. */
  ALLOCATION_FAILURE("allocation failure", false),
  /** The OOM killer chose a process; the kernel is sound. */
  OUT_OF_MEMORY("out of memory", false),
  /** The kernel started again in the middle of its log, and nothing in the log asked for it. */
  REBOOT("reboot", true),
  /** The first process ended, without which no kernel goes on. */
  INIT_DIED("init died", true),
  /** Rust code of the kernel panicked, which ends in a BUG(). */
  RUST_PANIC("rust panic", true),
  /** Not in any log: the guest did nothing more and its time was over. */
  HANG("hang", true),
  /** Not in any log: the machine was reset and its kernel said nothing about it. */
  RESET("reset", true);

  private final String word;
  private final boolean leavesKernelDoubtful;

  FaultKind(String word, boolean leavesKernelDoubtful) {
    this.word = word;
    this.leavesKernelDoubtful = leavesKernelDoubtful;
  }

  /** The kind as plans and reports write it: lower case, as in {@code page fault}. */
  public String word() {
    return word;
  }

  /** Whether what runs after it in the same guest proves little. */
  public boolean leavesKernelDoubtful() {
    return leavesKernelDoubtful;
  }

  /** The kind of this word, if there is one. */
  public static Optional<FaultKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
