// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlumbingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dump_stack_lvl",
        "__warn",
        "asm_exc_page_fault",
        "__asan_report_load1_noabort",
        "kasan_report",
        "__tsan_read4",
        "__ubsan_handle_out_of_bounds",
        "rust_panic",
        "_RNvNtCs3o1_4core9panicking9panic_fmt",
        "kfree",
        "__kmalloc_noprof",
        "kmem_cache_alloc_node_noprof",
        "__alloc_pages_nodemask",
        "memcpy",
        "__memset",
        "strcat",
        "copy_from_user",
        "__list_add_valid",
        "refcount_warn_saturate",
        "__schedule",
        "_raw_spin_lock_irqsave",
        "rt_mutex_slowlock",
        "__hrtimer_run_queues",
        "asm_sysvec_apic_timer_interrupt",
        "watchdog_timer_fn",
        "__delay",
      })
  void what_is_on_every_such_stack_is_plumbing(String function) {
    assertThat(Plumbing.contains(function)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kfree_skb_list_reason",
        "kfree_rcu_monitor",
        "mem_cgroup_css_alloc",
        "watchdog_register_device",
        "stratix10_svc_allocate_memory",
        "strategy_of_mine",
        "hrtimer_forward",
        "rt_mutex_setprio",
        "tick_broadcast_setup_oneshot",
        "rcu_check_quiescent_state_of_mine",
        "warn",
        "delay",
        "vfs_read",
        "vmalloc_read_beyond",
        "page_fault_handler_of_a_driver",
        "kmalloc_oob_right",
        "slab_write_freed",
        "printer_write",
        "schedule_work_of_mine",
        "nmi_handler_of_mine",
      })
  void what_only_begins_alike_is_none(String function) {
    assertThat(Plumbing.contains(function)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"__warn", "kasan_report", "debug_print_object", "usercopy_abort"})
  void a_function_that_reports_is_never_the_one_that_asserts(String function) {
    assertThat(Plumbing.reports(function)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hrtimer_interrupt", "__schedule", "kfree", "memcpy"})
  void other_plumbing_may_be(String function) {
    assertThat(Plumbing.reports(function)).isFalse();
  }
}
