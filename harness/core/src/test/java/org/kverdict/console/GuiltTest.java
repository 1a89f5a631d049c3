// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which function a title looks. */
class GuiltTest {
  private static final String IN_INTERRUPT =
      """
      Call Trace:
       <IRQ>
       tick_sched_timer+0x4b/0x80
       __hrtimer_run_queues+0x10f/0x2a0
       hrtimer_interrupt+0x110/0x2c0
       __sysvec_apic_timer_interrupt+0x5c/0xe0
       asm_call_irq_on_stack+0x12/0x20
       </IRQ>
       sysvec_apic_timer_interrupt+0x72/0x80
       asm_sysvec_apic_timer_interrupt+0x12/0x20
      RIP: 0010:INTERRUPTED+0x3e/0x40
       ksys_read+0x1/0x2
       entry_SYSCALL_64_after_hwframe+0x1/0x2
      ---[ end trace 0000000000000000 ]---
      """;

  @ParameterizedTest
  @ValueSource(strings = {"vfs_read", "ext4_getattr"})
  void what_was_interrupted_has_no_part_in_it(String interrupted) {
    String trace = IN_INTERRUPT.replace("INTERRUPTED", interrupted);
    String warning =
        "WARNING: CPU: 0 PID: 0 at kernel/time/hrtimer.c:1053 hrtimer_forward+0x9/0xb\n";

    assertThat(only(warning + "RIP: 0010:hrtimer_forward+0x9/0xb\n" + trace).title())
        .isEqualTo("WARNING in hrtimer_forward");
    assertThat(only("kernel BUG at kernel/time/tick-sched.c:1!\n" + trace).title())
        .isEqualTo("kernel BUG in tick_sched_timer");
  }

  @Test
  void but_a_stall_is_of_what_the_watchdog_interrupted() {
    String trace = IN_INTERRUPT.replace("INTERRUPTED", "demo_spin");

    assertThat(only("watchdog: BUG: soft lockup - CPU#0 stuck for 22s!\n" + trace).title())
        .isEqualTo("soft lockup in demo_spin");
  }

  @Test
  void on_arm64_too() {
    String log =
        """
        WARNING: CPU: 0 PID: 0 at kernel/time/hrtimer.c:1053 __warn+0x9f/0xb0
        Call trace:
         hrtimer_interrupt+0x110/0x2c0
         el1_interrupt+0x34/0x68
         el1h_64_irq+0x64/0x68
         demo_read+0x1/0x2
         el0t_64_sync+0x1/0x2
        ---[ end trace 0000000000000000 ]---
        """;
    assertThat(only(log).title()).isEqualTo("WARNING in hrtimer_interrupt");
  }

  @ParameterizedTest
  @CsvSource({
    "watchdog_register_device, watchdog_register_device",
    "__schedule, __schedule",
    "kfree, demo_put",
    "__alloc_pages_nodemask, demo_put",
    "__warn, demo_put",
  })
  void an_assertion_is_about_its_own_function_unless_that_serves_its_caller(
      String asserting, String expected) {
    String log =
        """
        WARNING: CPU: 0 PID: 1 at kernel/demo.c:10 FUNCTION+0x1/0x2
        RIP: 0010:FUNCTION+0x1/0x2
        Call Trace:
         demo_put+0x1/0x2
         ret_from_fork+0x1/0x2
        ---[ end trace 0000000000000000 ]---
        """
            .replace("FUNCTION", asserting);
    assertThat(only(log).title()).isEqualTo("WARNING in " + expected);
  }

  @Test
  void where_all_is_plumbing_the_headline_tells_and_then_the_innermost_frame() {
    String stack = "Call Trace:\n dump_stack+0x1/0x2\n kfree+0x1/0x2\n schedule+0x1/0x2\n\n";

    assertThat(only("BUG: KASAN: double-free in kfree+0x1/0x2\n" + stack).title())
        .isEqualTo("KASAN: double-free in kfree");
    assertThat(only("BUG: scheduling while atomic: foo/1/0x2\n" + stack).title())
        .isEqualTo("scheduling while atomic in kfree");
  }

  private static Fault only(String log) {
    assertThat(KernelLog.faults(log)).hasSize(1);
    return KernelLog.faults(log).get(0);
  }
}
