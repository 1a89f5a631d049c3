// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.kverdict.report.Results;
import org.kverdict.report.VerdictDocument;
import org.kverdict.results.Outcome;

class KernelPlanExtensionTest {

  @Test
  void results_are_injected_wherever_jupiter_injects() {
    execute(Comparison.class, "fixed")
        .testEvents()
        .assertStatistics(it -> it.started(2).succeeded(2));
  }

  @Test
  void series_that_does_not_apply_has_no_results() {
    execute(Single.class, "not-applied")
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                finishedWithFailure(
                    message(it -> it.contains("does not apply: kernel/kcov.c:210")))));
  }

  @Test
  void class_without_a_plan_is_told() {
    execute(Planless.class, "fixed")
        .testEvents()
        .assertThatEvents()
        .haveExactly(
            1, event(finishedWithFailure(message(it -> it.contains("names no plan: annotate")))));
  }

  private static EngineExecutionResults execute(Class<?> test, String matter) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(test))
        .configurationParameter("kverdict.replay", Sample.folder(matter).toString())
        .execute();
  }

  @KernelPlan(Sample.PLAN)
  static final class Comparison {
    private final Results results;

    Comparison(Results results) {
      this.results = results;
    }

    @BeforeAll
    static void all(VerdictDocument document) {
      assertThat(document.name()).isEqualTo("sample");
    }

    @Test
    void fixes() {
      String name = "demo/mmap.second_mapping_shares_pages";
      assertThat(results.at("base").outcome(name)).isEqualTo(Outcome.CRASHED);
      assertThat(results.at("+1").outcome(name)).isEqualTo(Outcome.PASS);
    }

    @Nested
    final class Inner {
      @Test
      void has_the_outer_plan(Results inner) {
        assertThat(inner).isEqualTo(results);
      }
    }
  }

  @KernelPlan(Sample.PLAN)
  static final class Single {
    @Test
    void one(Results results) {
      assertThat(results.steps()).isNotEmpty();
    }
  }

  @ExtendWith(KernelPlanExtension.class)
  static final class Planless {
    @Test
    void one(Results results) {
      assertThat(results.steps()).isNotEmpty();
    }
  }
}
