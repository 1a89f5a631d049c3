// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log is read in whatever form it was kept. */
class StampTest {
  private static final String REPORT =
      """
      Linux version 6.1.0
      BUG: kernel NULL pointer dereference, address: 0000000000000008
      Oops: 0000 [#1] PREEMPT SMP
      RIP: 0010:demo_read+0x12/0x34
      Call Trace:
       <TASK>
       vfs_read+0x1/0x2
       entry_SYSCALL_64_after_hwframe+0x1/0x2
       </TASK>
      ---[ end trace 0000000000000000 ]---
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[    5.123456] ",
        "<4>[    5.123456][  T123] ",
        "[    5.123456 <    0.000012>] ",
        "[Nov25 03:00] ",
        "[  +0.000012] ",
        "[Tue Nov 25 03:00:00 2025] ",
        "2025-11-25T03:00:00,123456+01:00 ",
        "2025-11-25T03:00:00.123456+01:00 host kernel: ",
        "2025-11-25T03:00:00+0100 host kernel: ",
        "Nov 25 03:00:00 host kernel: ",
        "Nov  5 03:00:00 host kernel: [    5.123456] ",
        "[    5.123456] host kernel: ",
        "4,1234,5678901,-;",
        "",
      })
  void each_format_shows_the_same_fault(String stamp) {
    String log = stamp + REPORT.strip().replace("\n", "\n" + stamp) + "\n";

    assertThat(KernelLog.faults(log))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.title()).isEqualTo("NULL pointer dereference in demo_read");
              assertThat(fault.stack()).hasSize(3);
              assertThat(fault.complete()).isTrue();
            });
  }

  @Test
  void in_a_journal_only_the_kernel_is_heard() {
    assertThat(KernelLog.faults("Nov 25 03:00:00 host kernel: x\nNov 25 03:00:00 host a: BUG: b"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b", "\u001b]", "\u001b[", "\u001b[0;31m", "\u001b]0;title\u0007"})
  void no_escape_sequence_swallows_a_stamp(String escape) {
    String log = "[    1.0] x\noutput" + escape + "[    2.000000][   T12] BUG: demo\n";

    assertThat(KernelLog.faults(log)).hasSize(1);
  }

  @Test
  void firmware_that_says_much_is_no_earlier_boot_and_hides_no_stamps() {
    String firmware = "SeaBIOS says\n".repeat(600);

    assertThat(KernelLog.faults(firmware + "Linux version 5.10\n")).isEmpty();
    assertThat(KernelLog.faults(firmware + "BUG: a program's\n[    1.0] x\n")).isEmpty();
  }

  @Test
  void what_follows_the_end_of_a_report_is_not_in_its_text() {
    assertThat(KernelLog.faults(REPORT + "e1000: eth0 up\n").get(0).text())
        .endsWith("---[ end trace 0000000000000000 ]---");
  }
}
