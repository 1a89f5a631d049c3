// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a headline alone makes of a title: the same in each run, and none that is missed. */
class TitlesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "WARNING: chain_key collision|lockdep|chain_key collision",
        "WARNING: circular locking deadlock detected!|lockdep|circular locking deadlock",
        "PANIC: early exception 0x0e IP 10:ffffffff81234567 error 0 cr2 0x8|panic|early exception",
        "Internal error: : 96000210 [#1] PREEMPT SMP|oops|internal error",
        "Internal error: UBSAN: array index out of bounds: 00000000f2005512 [#1] PREEMPT SMP"
            + "|ubsan|UBSAN: array index out of bounds",
        "UBSAN: shift out of bounds at demo_shift+0x1/0x2"
            + "|ubsan|UBSAN: shift out of bounds in demo_shift",
        "WARNING: kernel stack regs at 00000000abcdef12 in foo:123 has bad 'bp' value 0000000012"
            + "|warning|WARNING: kernel stack regs",
        "WARNING: kernel stack frame pointer at 00000000abcdef12 in foo:1 has bad value 0000000012"
            + "|warning|WARNING: kernel stack frame pointer",
        "Unable to handle kernel access to user memory with fs=KERNEL_DS at virtual address ff80"
            + "|page fault|unable to handle access to user memory with fs=KERNEL_DS",
        "BUG: Dentry ffff88800abcd123{i=2e,n=foo}  still in use (1) [unmount of tmpfs tmpfs]"
            + "|bug|BUG: dentry still in use",
        "BUG: Bad page cache in process foo  pfn:1a2b3|bug|BUG: Bad page cache",
        "BUG: non-zero nr_ptes on freeing mm: 1|bug|BUG: non-zero nr_ptes",
        "BUG: spinlock bad magic on CPU#0, my task/123|bug|BUG: spinlock bad magic",
        "BUG: spinlock lockup suspected on CPU#0, swapper/0/0|bug|BUG: spinlock lockup suspected",
        "BUG: using smp_processor_id() in preemptible [00000000] code: my prog/42"
            + "|bug|BUG: using smp_processor_id() in preemptible [ADDR] code: TASK",
        "BUG kmalloc-64 (Not tainted): Object padding overwritten"
            + "|slab corruption|slab corruption: Object padding overwritten",
        "BUG kmalloc-64 (Not tainted): Wrong object count. Counter is 4 but counted were 5"
            + "|slab corruption|slab corruption: Wrong object count",
      })
  void a_headline_has_this_title(String line, String kind, String title) {
    assertThat(KernelLog.faults("[    1.000000][   T42] " + line + "\n"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.kind().word()).isEqualTo(kind);
              assertThat(fault.title()).isEqualTo(title);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b_write [demo] / a_read [demo]|KCSAN: data-race in a_read / b_write",
        "a_read [demo] / b_write [demo]|KCSAN: data-race in a_read / b_write",
        "a_read / b_write [demo]|KCSAN: data-race in a_read / b_write",
        "b.isra.0+0x1/0x2 / a+0x3/0x4|KCSAN: data-race in a / b",
        "b_write [demo]|KCSAN: data-race in b_write",
      })
  void two_racing_functions_are_named_in_one_order(String functions, String title) {
    assertThat(KernelLog.faults("[    1.0] BUG: KCSAN: data-race in " + functions + "\n"))
        .singleElement()
        .satisfies(fault -> assertThat(fault.title()).isEqualTo(title));
  }

  @Test
  void poison_is_overwritten_by_whoever_freed_and_not_by_who_allocates_next() {
    String stack = "Call Trace:\n dump_stack+0x1/0x2\n innocent+0x1/0x2\n ret_from_fork+0x1/0x2\n";
    String headline = "BUG kmalloc-64 (Tainted: G    B   W): Poison overwritten\n";

    assertThat(KernelLog.faults(headline + "INFO: Freed in demo_put+0x1/0x2 age=1\n" + stack))
        .singleElement()
        .satisfies(f -> assertThat(f.title()).endsWith("Poison overwritten in demo_put"));
    assertThat(KernelLog.faults(headline + stack))
        .singleElement()
        .satisfies(f -> assertThat(f.title()).endsWith("Poison overwritten"));
  }
}
