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
        "WARNING: CPU: 0 PID: 42 at kernel/kcov.c:99 kcov_mmap+0x12/0x34|WARNING",
        "BUG: KASAN: use-after-free in kcov_put+0x10/0x20|BUG",
        "BUG: unable to handle page fault for address: ffff888000000000|BUG",
        "Kernel panic - not syncing: Fatal exception|Kernel panic - not syncing",
        "general protection fault, probably for non-canonical address 0xdead: 0000 [#1] SMP|general protection fault",
        "kernel BUG at kernel/kcov.c:99!|kernel BUG at",
        "Oops: 0002 [#1] SMP|Oops",
        "INFO: task kcov:42 blocked for more than 120 seconds.|INFO",
        "rcu: INFO: rcu_sched self-detected stall on CPU|INFO",
        "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [kcov:42]|BUG",
        "NMI watchdog: Watchdog detected hard LOCKUP on cpu 0|Watchdog detected hard LOCKUP",
        "traps: PANIC: double fault, error_code: 0x0|PANIC: double fault",
        "UBSAN: array-index-out-of-bounds in kernel/kcov.c:9:1|UBSAN",
      })
  void a_report_of_the_kernel_is_a_fault(String line, String kind) {
    assertThat(KernelLog.faults("[    1.000000][   T42] " + line + "\r\n"))
        .singleElement()
        .extracting(Fault::kind)
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
        "demo: page allocation failure: order:4",
      })
  void other_lines_are_none(String line) {
    assertThat(KernelLog.faults("[    1.000000] " + line + "\n")).isEmpty();
  }

  @Test
  void a_line_that_a_program_left_unfinished_hides_nothing() {
    assertThat(KernelLog.faults("half a line[    1.5] BUG: sleeping function called\n")).hasSize(1);
  }

  @Test
  void the_same_fault_in_another_run_has_the_same_title() {
    String one = "[    1.5] WARNING: CPU: 0 PID: 42 at kernel/kcov.c:99 kcov_mmap+0x12/0x34\n";
    String two =
        "<4>[   12.75][   C1] WARNING: CPU: 3 PID: 7 at kernel/kcov.c:99 kcov_mmap+0x56/0x78\n";

    assertThat(KernelLog.faults(one)).isEqualTo(KernelLog.faults(two));
    assertThat(KernelLog.faults(one + two)).hasSize(1);
  }

  @Test
  void a_panic_has_its_reason() {
    assertThat(KernelLog.panic("x\n[ 1.0] Kernel panic - not syncing: Out of memory\n"))
        .contains("Out of memory");
    assertThat(KernelLog.panic("all is well\n")).isEmpty();
  }

  @Test
  void a_title_has_a_bound() {
    assertThat(KernelLog.faults("BUG: " + "x".repeat(10_000)).get(0).title()).hasSize(120);
  }
}
