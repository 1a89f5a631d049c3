// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.regex.Pattern;

/**
 * Functions that are on a stack because a fault is reported, memory is allocated or copied, a lock
 * is taken or the processor is given up. None of them is where to look first.
 */
final class Plumbing {
  private static final String REPORTING =
      "_*dump_stack\\w*|_*show_(?:stack|regs|trace)\\w*|dump_backtrace\\w*|walk_stackframe|unwind_\\w+|arch_stack_walk|__warn\\w*|warn_slowpath\\w*"
          + "|report_bug|handle_bug|v?panic|nmi_panic|check_panic_on_warn|_*stack_chk_fail"
          + "|_*die|die_\\w+|oops_(?:begin|end|enter|exit)|no_context|page_fault_oops|_*bad_area\\w*"
          + "|kernelmode_fixup_or_oops|do_user_addr_fault|_*do_page_fault|_*do_kernel_fault"
          + "|do_error_trap|do_trap\\w*|exc_\\w+|asm_\\w+|fixup_bug|bug_handler|call_break_hook"
          + "|brk_handler|do_debug_exception|do_el1\\w+|el1\\w+|do_mem_abort|do_translation_fault"
          + "|print_\\w*(?:report|bug|trailer|stall|usage|address_description|object|balance)\\w*"
          + "|end_report|rust_begin_unwind|rust_helper_BUG|rust_panic\\w*|_R\\w*panic\\w*"
          + "|(?:_R\\w*4core)\\w*|debug_print_object|lookup_object_or_alloc|instrument_\\w+|_*debug_(?:object|check_no)_\\w+"
          + "|_*ubsan_\\w+|_*u?kasan_\\w+|_*(?:hw)?asan_\\w+|kcsan_\\w+|_*tsan_\\w+|_*kmsan_\\w+"
          + "|_*msan_\\w+|__kfence_\\w+|kfence_(?:report|print|handle|guarded)_\\w+|check_memory_region|_*check_region_inline"
          + "|_*sanitizer_cov_\\w+|write_comp_data|fortify_panic|_*fortify_\\w+|usercopy_abort"
          + "|_*check_(?:heap_)?object_size|_*check_heap_object|kmemleak_\\w+|save_stack\\w*"
          + "|stack_trace_save|_*show_(?:free_areas|mem)|dump_header|dump_page|bad_page\\w*";

  private static final String ALLOCATING =
      "warn_alloc|_*alloc_(?:pages?|frozen_pages)\\w*|alloc_slab_page|_*folio_alloc\\w*"
          + "|_*get_free_pages?\\w*|_*k[mzc]alloc\\w*|_*krealloc\\w*|_*kv[mz]?(?:m?alloc|free)\\w*"
          + "|_*kmem_cache_\\w+|__+slab_\\w+|slab_(?:alloc|free|err|bug|fix|alloc_node|\\w+_hook|pad_check|do_exit|do_group_exit|out_of_memory)|new_slab|allocate_slab|get_partial\\w*"
          + "|(?:alloc|free)_debug_processing|(?:check|init)_object|check_slab"
          + "|check_bytes_and_report|object_err|on_freelist|free_to_partial_list|kfree\\w*"
          + "|_*do_kmalloc\\w*|_*do_slab\\w*|_*vmalloc(?:_(?:user|node|range|huge|array|noprof|area|exec|32|vmap))*|_*vzalloc\\w*|vfree\\w*|_*vunmap"
          + "|_*free_pages?\\w*|kmalloc_\\w+|_*do_kfree\\w*|cache_from_obj|pcpu_alloc\\w*"
          + "|_*alloc_percpu\\w*|kmemdup\\w*|memdup_\\w+|kstrdup\\w*|do_exit|do_group_exit|out_of_memory|oom_kill\\w*"
          + "|__alloc_skb|free_(?:pcp|unref)_\\w+|mem_cgroup_\\w+|try_charge\\w*|charge_memcg|alloc_vmap_area|_*get_vm_area\\w*";

  private static final String COPYING =
      "_*mem(?:cpy|set|move|cmp|chr)\\w*|_*str\\w*(?:cpy|cat|len|cmp|chr)\\w*|_*copy_(?:to|from)_\\w+"
          + "|_*copy_user\\w*|copy_page\\w*|clear_page\\w*|__list_\\w+|list_(?:add|del|move)(?:_(?:valid|rcu|init|tail|entry)\\w*)?"
          + "|_*refcount_(?:warn_saturate|error_report|(?:add|sub|inc|dec)(?:_\\w+)?)";

  private static final String LOCKING =
      "_*might_\\w+|_*cant_\\w+|__schedule\\w*|schedule(?:_(?:timeout|preempt|hrtimeout|user|idle|tail)\\w*)?|preempt_schedule\\w*|io_schedule\\w*"
          + "|_*wait_for_com\\w+|do_wait_for_common|msleep\\w*|usleep_\\w+|_*cond_resched\\w*"
          + "|_*(?:ww_)?mutex_(?:lock|unlock|trylock|optimistic)\\w*|_*rt_mutex\\w*|_*rwsem_\\w+|_*(?:down|up)(?:_\\w+)?|_+raw_\\w+"
          + "|do_raw_\\w+|_*spin_(?:lock|unlock|trylock|bug|dump)\\w*|(?:native_)?queued_\\w+|_*lock_(?:acquire|release)\\w*"
          + "|_*lock_(?:acquired|contended)|_*lockdep_\\w+|mark_(?:lock|usage|held)\\w*|validate_chain"
          + "|check_(?:noncircular|prevs?_add|deadlock|wait_context|irq_usage|usage\\w*)"
          + "|register_lock_class|debug_check_no_locks_\\w+|debug_spin\\w*"
          + "|debug_lockdep_\\w+|rcu_read_(?:un)?lock\\w*|rcu_preempt_sleep_check|rcu_sync_\\w+|rcu_note_context_switch|_*switch_to\\w*|_*rcu_lock\\w*|check_preemption_disabled"
          + "|debug_smp_processor_id|rwlock_bug|_*flush_work\\w*";

  private static final String WATCHING =
      "init_timer_key|(?:add|mod|del)_timer|_+(?:mod|init)_(?:timer|work)|_*hrtimer_init|sched_clock\\w*"
          + "|native_sched_clock|local_clock\\w*|ktime_get\\w*|read_tsc|rdtsc\\w*|read_hpet"
          + "|acpi_pm_read|kvm_clock_\\w+|get_cycles|rcu_(?:dump|sched_clock|check|pending)\\w*|check_cpu_stall\\w*"
          + "|(?:arch_)?trigger_\\w+|nmi_(?:cpu|trigger)\\w+|sched_show_task|dump_cpu_task"
          + "|update_process_times|tick_\\w+|_*hrtimer_\\w+|(?:__|asm_)?sysvec_\\w+"
          + "|(?:local|smp)_apic_timer\\w*|watchdog_\\w+|default_do_nmi|nmi_handle\\w*"
          + "|perf_event_nmi\\w*|delay_tsc|_*(?:const_)?udelay|_*delay|__const_udelay|__udelay"
          + "|native_(?:safe_)?halt|cpu_relax|csd_lock_wait\\w*|smp_call_function\\w*"
          + "|native_apic_\\w+|native_irq_\\w+|native_write_msr\\w*|x2apic_\\w+"
          + "|asm_call_\\w+|call_on_stack|do_softirq_own_stack|run_(?:softirq|timer)_on_\\w+"
          + "|generic_exec_single|on_each_cpu\\w*";

  private static final Pattern ANY =
      Pattern.compile(String.join("|", REPORTING, ALLOCATING, COPYING, LOCKING, WATCHING));

  private static final Pattern ALLOCATION = Pattern.compile(ALLOCATING);

  private Plumbing() {}

  /** Whether this function, without suffixes, is none to look at first. */
  static boolean contains(String function) {
    return ANY.matcher(function).matches();
  }

  /** Whether it gives or takes back memory. */
  static boolean allocates(String function) {
    return ALLOCATION.matcher(function).matches();
  }
}
