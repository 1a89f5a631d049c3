// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;

class PlanRunsTest {
  private static final Settings SETTINGS = Settings.of(name -> Optional.empty());

  private final AtomicInteger runs = new AtomicInteger();
  private final PlanRunner counting =
      (plan, settings) -> {
        runs.incrementAndGet();
        return Sample.verdict("fixed");
      };

  @Test
  void suite_and_injected_results_share_one_run_of_their_session() {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    try (LauncherSession session = LauncherFactory.openSession(quiet())) {
      PlanRuns ours = PlanRuns.in(session.getStore(), counting);
      for (Class<?> test :
          new Class<?>[] {Sample.Suite.class, KernelPlanExtensionTest.Comparison.class}) {
        session
            .getLauncher()
            .execute(
                LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build(),
                summary);
        assertThat(summary.getSummary().getTestsSucceededCount()).isPositive();
        assertThat(summary.getSummary().getTestsFailedCount()).isZero();
      }
      assertThat(ours.verdict(Sample.PLAN, SETTINGS).name()).isEqualTo("sample");
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void another_tree_is_another_run() {
    PlanRuns ours = new PlanRuns(counting);
    ours.verdict(Sample.PLAN, SETTINGS);
    ours.verdict(Sample.PLAN, Settings.of(name -> Optional.of("dir:other")));

    assertThat(runs).hasValue(2);
  }

  @Test
  void failure_is_told_to_all_and_not_repeated() {
    PlanRuns ours =
        new PlanRuns(
            (plan, settings) -> {
              runs.incrementAndGet();
              throw new InfrastructureException("the disk is full");
            });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> ours.verdict(Sample.PLAN, SETTINGS))
          .isInstanceOf(InfrastructureException.class)
          .hasMessage("the disk is full");
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void plan_that_is_not_there_is_told() {
    assertThatThrownBy(() -> new PlanRuns(counting).verdict("no/such.yaml", SETTINGS))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no plan \"no/such.yaml\": neither ");
    assertThat(runs).hasValue(0);
  }

  /** The engines that JUnit finds, but ours prints nothing into this build's log. */
  private LauncherConfig quiet() {
    TestEngine[] engines =
        ServiceLoader.load(TestEngine.class).stream()
            .map(ServiceLoader.Provider::get)
            .map(
                engine ->
                    engine instanceof KverdictEngine
                        ? new KverdictEngine(
                            counting, new PrintStream(OutputStream.nullOutputStream()))
                        : engine)
            .toArray(TestEngine[]::new);
    return LauncherConfig.builder()
        .enableTestEngineAutoRegistration(false)
        .addTestEngines(engines)
        .build();
  }
}
