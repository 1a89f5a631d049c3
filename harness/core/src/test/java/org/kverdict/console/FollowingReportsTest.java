// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What belongs to an earlier report, what only follows from it, and what has nothing to do with it.
 */
class FollowingReportsTest {
  private static final String END = "---[ end trace 0000000000000000 ]---\n";

  private static final String TRAP =
      """
      RIP: 0010:demo_read+0x12/0x34
      Call Trace:
       vfs_read+0x1/0x2
       entry_SYSCALL_64_after_hwframe+0x1/0x2
      """
          + END;

  private static final String NULL_READ =
      "BUG: kernel NULL pointer dereference, address: 0000000000000008\n";

  private static final String DYING =
      """
      BUG: sleeping function called from invalid context at include/linux/percpu-rwsem.h:49
      Call Trace:
       __might_resched+0x1/0x2
       exit_signals+0x1c/0x260
       do_exit+0xa7/0xb50
       make_task_dead+0x17/0x20
       rewind_stack_and_make_dead+0x17/0x20
      """;

  @ParameterizedTest
  @ValueSource(strings = {"Oops: 0000 [#1] SMP", "Oops: Oops: 0000 [#1] SMP"})
  void a_trap_is_one_fault_with_its_panic_and_its_dying_task(String trap) {
    String report = NULL_READ + trap + "\n" + TRAP;

    assertThat(titles(by("T12", report + DYING)))
        .containsExactly("NULL pointer dereference in demo_read");
    assertThat(titles(by("T12", report + "Kernel panic - not syncing: Fatal exception\n")))
        .containsExactly("NULL pointer dereference in demo_read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BUG: Bad rss-counter state mm:00000000abcdef01 type:MM_FILEPAGES val:1",
        "BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 30s!",
        "rcu: INFO: rcu_sched detected stalls on CPUs/tasks:",
        "WARNING: lock held when returning to user space!",
        "WARNING: CPU: 0 PID: 12 at kernel/kcov.c:99 kcov_mmap+0x12/0x34",
        "kmemleak: 3 new suspected memory leaks",
      })
  void a_trap_after_a_report_that_expects_none_is_a_fault_of_its_own(String earlier) {
    assertThat(KernelLog.faults(by("T12", earlier + "\ndivide error: 0000 [#1] SMP\n" + TRAP)))
        .hasSize(2)
        .last()
        .satisfies(fault -> assertThat(fault.title()).isEqualTo("divide error in demo_read"));
  }

  @Test
  void inits_own_death_is_not_that_of_the_task_before() {
    String dead = by("T50", NULL_READ + "Oops: 0000 [#1] SMP\n" + TRAP);
    String init = "Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b\n";

    assertThat(titles(dead + by("T1", init))).hasSize(2).last().isEqualTo("init died");
    assertThat(titles(by("T1", NULL_READ + "Oops: 0000 [#1]\n" + TRAP + init))).hasSize(1);
  }

  @Test
  void another_caller_may_panic_for_a_stall_or_because_it_is_told_to() {
    String stall = by("T50", "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [kcov:50]\n");
    String warning =
        by("T50", "WARNING: kernel/kcov.c:99 at kcov_mmap+0x12/0x34, CPU#1: kcov/50\n");

    assertThat(titles(stall + by("C1", "Kernel panic - not syncing: softlockup: hung tasks\n")))
        .hasSize(1);
    assertThat(titles(warning + by("C1", "Kernel panic - not syncing: panic_on_warn set ...\n")))
        .hasSize(1);
  }

  @Test
  void only_the_dead_tasks_own_exit_is_its_oopss_doing() {
    String dead = by("T50", NULL_READ + "Oops: 0000 [#1] SMP\n" + TRAP);
    String exit =
        """
        BUG: scheduling while atomic: other/99/0x00000002
        Call Trace:
         __schedule_bug+0x1/0x2
         __schedule+0x1/0x2
         do_task_dead+0x40/0x50
         do_exit+0x1/0x2
         entry_SYSCALL_64_after_hwframe+0x1/0x2
        """;

    assertThat(titles(dead + by("T50", exit))).hasSize(1);
    assertThat(titles(dead + by("T99", exit))).hasSize(2);
  }

  @Test
  void without_callers_the_pid_tells_who_died() {
    String dead = NULL_READ + "Oops: 0000 [#1]\nCPU: 0 PID: 50 Comm: a Not tainted\n" + TRAP;
    String killed = DYING.replace("Call Trace", "CPU: 0 PID: 50 Comm: a Tainted: G\nCall Trace");

    assertThat(titles(by("", dead + killed))).hasSize(1);
    assertThat(titles(by("", dead + killed.replace("PID: 50", "PID: 51")))).hasSize(2);
  }

  @Test
  void what_kasan_has_reported_may_still_happen() {
    String kasan =
        """
        BUG: KASAN: vmalloc-out-of-bounds in demo_read+0x12/0x34
        Call Trace:
         kasan_report+0x1/0x2
         demo_read+0x12/0x34
         entry_SYSCALL_64_after_hwframe+0x1/0x2
        ==================================================================
        """;
    String fault = NULL_READ + "Oops: 0000 [#1] SMP KASAN\n" + TRAP;

    assertThat(titles(by("T12", kasan + fault))).hasSize(1);
    assertThat(titles(by("T12", kasan) + by("T13", fault))).hasSize(2);
    assertThat(titles(by("T12", kasan + fault.replace("demo_read", "demo_write")))).hasSize(2);
  }

  @Test
  void the_idle_task_may_be_miscounted_after_a_death() {
    String dead = by("T50", "kernel BUG at lib/demo.c:1!\nOops - BUG [#1]\n" + TRAP);
    String idle = "WARNING: CPU: 0 PID: 0 at kernel/context_tracking.c:1 ct_kernel_exit+0x1/0x2\n";

    assertThat(titles(dead + by("T0", idle))).hasSize(1);
    assertThat(titles(by("T0", idle))).hasSize(1);
    assertThat(titles(dead + by("T51", idle))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sysrq: Resetting",
        "reboot: Power down",
        "reboot: machine restart",
        "reboot: Restarting system",
        "kexec: Starting new kernel",
        "kexec_core: Starting new kernel",
      })
  void a_reboot_that_is_announced_is_expected(String announcement) {
    String log = "Linux version 6.1.0\nRun /init as init process\n";

    assertThat(titles(by("T1", log + announcement + "\n" + log))).isEmpty();
    assertThat(titles(by("T1", log + log))).containsExactly("unexpected reboot");
  }

  static String by(String caller, String lines) {
    String stamp = caller.isEmpty() ? "[    1.000000] " : "[    1.000000][" + caller + "] ";
    return stamp + lines.strip().replace("\n", "\n" + stamp) + "\n";
  }

  private static List<String> titles(String log) {
    return KernelLog.faults(log).stream().map(Fault::title).toList();
  }
}
