// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelLogTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WARNING: CPU: 0 PID: 42 at kernel/kcov.c:99 kcov_mmap+0x12/0x34|warning",
        "WARNING: kernel/kcov.c:99 at kcov_mmap+0x12/0x34, CPU#1: kcov/42|warning",
        "BUG: KASAN: use-after-free in kcov_put+0x10/0x20|kasan",
        "BUG: unable to handle page fault for address: ffff888000000000|page fault",
        "Unable to handle kernel paging request at virtual address ffff800000000000|page fault",
        "Kernel panic - not syncing: Fatal exception|panic",
        "Oops: general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP|general protection fault",
        "general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP|general protection fault",
        "kernel BUG at kernel/kcov.c:99!|bug",
        "Oops: 0002 [#1] SMP|oops",
        "Oops [#1]|oops",
        "Internal error: Oops: 0000000096000044 [#1] SMP|oops",
        "INFO: task kcov:42 blocked for more than 120 seconds.|hung task",
        "rcu: INFO: rcu_sched self-detected stall on CPU|rcu stall",
        "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [kcov:42]|soft lockup",
        "NMI watchdog: Watchdog detected hard LOCKUP on cpu 0|hard lockup",
        "traps: PANIC: double fault, error_code: 0x0|double fault",
        "UBSAN: array-index-out-of-bounds in kernel/kcov.c:9:1|ubsan",
        "demo: page allocation failure: order:4, mode:0xcc0(GFP_KERNEL)|allocation failure",
        "kcov: vmalloc error: size 4096, exceeds total pages, mode:0xdc0|allocation failure",
      })
  void a_report_of_the_kernel_is_a_fault(String line, String kind) {
    assertThat(KernelLog.faults("[    1.000000][   T42] " + line + "\r\n"))
        .singleElement()
        .extracting(fault -> fault.kind().word())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Call Trace:",
        "kverdict: case demo/BUG.at",
        "Warning: unable to open an initial console.",
        "INFO: lockdep is turned off",
        "debug: BUG: only quoted",
        "ODEBUG: 7 of 7 active objects replaced",
        "Kernel Offset: disabled",
        "---[ end trace 54089b990b0897bf ]---",
        "Modules linked in: oops(O)",
      })
  void other_lines_are_none(String line) {
    assertThat(KernelLog.faults("[    1.000000] " + line + "\n")).isEmpty();
  }

  @Test
  void a_line_that_a_program_left_unfinished_hides_nothing() {
    assertThat(KernelLog.faults("half a line[    1.5] BUG: sleeping function called\n")).hasSize(1);
  }

  @Test
  void what_a_program_prints_is_none_where_the_kernel_stamps_its_lines() {
    assertThat(KernelLog.faults("[    1.5] random: crng init done\nBUG: mine\n")).isEmpty();
    assertThat(KernelLog.faults("random: crng init done\nBUG: the kernel's\n")).hasSize(1);
  }

  @Test
  void the_same_fault_in_another_run_has_the_same_title() {
    String one = "[    1.5] WARNING: CPU: 0 PID: 42 at kernel/kcov.c:99 kcov_mmap+0x12/0x34\n";
    String two =
        "<4>[   12.75][   C1] WARNING: CPU: 3 PID: 7 at kernel/kcov.c:98 kcov_mmap+0x56/0x78\n";

    assertThat(KernelLog.faults(one + two))
        .hasSize(2)
        .extracting(Fault::title)
        .containsOnly("WARNING in kcov_mmap");
  }

  @Test
  void a_title_has_a_bound() {
    assertThat(KernelLog.faults("BUG: " + "x".repeat(10_000)).get(0).title())
        .hasSizeLessThanOrEqualTo(120);
  }
}
