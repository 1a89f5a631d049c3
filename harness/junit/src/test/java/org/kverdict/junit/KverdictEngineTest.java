// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.engine;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.kverdict.failure.InfrastructureException;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class KverdictEngineTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void tree_reads_plan_then_step_then_case() {
    List<String> paths =
        execute("fixed")
            .testEvents()
            .started()
            .map(Event::getTestDescriptor)
            .map(KverdictEngineTest::path)
            .toList();

    assertThat(paths)
        .contains(
            "sample > base > builds: built",
            "sample > +1 > boots: the guest finished and powered off",
            "sample > base > demo/mmap.first_mapping_collects",
            "sample > +1 > demo/mmap.second_mapping_shares_pages");
  }

  @Test
  void sources_name_what_reports_read_by_plan_and_step() {
    TestDescriptor test =
        execute("fixed")
            .testEvents()
            .started()
            .map(Event::getTestDescriptor)
            .filter(it -> path(it).startsWith("sample > base > demo/mmap.second"))
            .findFirst()
            .orElseThrow();
    TestDescriptor step = test.getParent().orElseThrow();

    assertThat(test.getSource())
        .contains(MethodSource.from("sample.base", "demo/mmap.second_mapping_shares_pages"));
    assertThat(step.getSource()).contains(ClassSource.from("sample.base"));
    assertThat(step.getLegacyReportingName()).isEqualTo("sample.base");
  }

  @Test
  void failure_of_the_base_that_the_series_fixes_passes_with_its_outcome_shown() {
    Events tests = execute("fixed").testEvents();

    tests.assertStatistics(it -> it.failed(0).aborted(4).succeeded(10));
    tests
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test(),
                displayName(
                    "demo/mmap.second_mapping_shares_pages: crashed (SIGBUS): killed by SIGBUS at"
                        + " address 0x7f00 (the plan: fixed by the series)"),
                finishedSuccessfully()));
    assertThat(tests.reportingEntryPublished().count()).isPositive();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("base demo/mmap.second_mapping_shares_pages: crashed (SIGBUS)");
  }

  @Test
  void failure_with_and_without_the_series_alike_is_aborted() {
    execute("fixed")
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            2,
            event(
                test("known_bug"),
                abortedWithReason(
                    instanceOf(TestAbortedException.class),
                    message(
                        "fail: trace_test.c:7: expected 1 == n, have 0;"
                            + " not held against the series"))));
  }

  @Test
  void skipped_case_is_aborted() {
    execute("fixed")
        .testEvents()
        .assertThatEvents()
        .haveExactly(2, event(test("needs_kvm"), abortedWithReason()));
  }

  @Test
  void regression_fails_with_what_the_case_said() {
    Events tests = execute("regressed").testEvents();

    tests.assertStatistics(it -> it.failed(1));
    tests
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test("first_mapping_collects"),
                finishedWithFailure(
                    instanceOf(AssertionFailedError.class),
                    message(
                        "+1 demo/mmap.first_mapping_collects: regressed: fail: mmap_test.c:21: expected 0 < count, have 0"))));
  }

  @ParameterizedTest
  @CsvSource({
    "unmet,        demo/mmap.second_mapping_shares_pages, the plan: ",
    "not-built,    builds,                                kernel/kcov.c:42:2: error: ",
    "not-booted,   boots,                                 the kernel panicked",
    "not-applied,  applies,                               does not apply: kernel/kcov.c:210",
    "inconclusive, verdict,                               nothing is known"
  })
  void whatever_speaks_against_the_series_fails(String matter, String name, String reason) {
    execute(matter)
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test(name),
                finishedWithFailure(
                    instanceOf(AssertionFailedError.class), message(it -> it.contains(reason)))));
  }

  @Test
  void faults_of_one_step_have_names_of_their_own() {
    assertThat(
            execute("not-booted")
                .testEvents()
                .failed()
                .map(it -> it.getTestDescriptor().getLegacyReportingName())
                .toList())
        .contains("kernel log", "kernel log 2");
  }

  @Test
  void run_that_cannot_be_fails_a_test_and_is_no_assertion() {
    PlanRunner broken =
        (plan, settings) -> {
          throw new InfrastructureException("qemu-system-x86_64 is not installed");
        };
    EngineExecutionResults results = execute(broken);

    results
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test("runs"),
                finishedWithFailure(
                    instanceOf(InfrastructureException.class),
                    message("qemu-system-x86_64 is not installed"))));
    results
        .containerEvents()
        .assertThatEvents()
        .haveExactly(1, event(engine(), finishedSuccessfully()));
  }

  private static String path(TestDescriptor test) {
    TestDescriptor step = test.getParent().orElseThrow();
    TestDescriptor plan = step.getParent().orElseThrow();
    return plan.getDisplayName() + " > " + step.getDisplayName() + " > " + test.getDisplayName();
  }

  private EngineExecutionResults execute(String matter) {
    return execute((plan, settings) -> Sample.verdict(matter));
  }

  private EngineExecutionResults execute(PlanRunner runner) {
    return EngineTestKit.engine(
            new KverdictEngine(runner, new PrintStream(printed, true, StandardCharsets.UTF_8)))
        .selectors(selectClass(Sample.Suite.class))
        .execute();
  }
}
