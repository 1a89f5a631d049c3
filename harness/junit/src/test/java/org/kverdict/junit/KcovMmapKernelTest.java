// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.report.Results;
import org.kverdict.report.VerdictDocument;
import org.kverdict.results.Outcome;

/** What "kcov: improve mmap processing" is about, in so many words. */
@KernelPlan("guest-tests/kcov/kcov-mmap.yaml")
class KcovMmapKernelTest {
  private final Results results;

  KcovMmapKernelTest(Results results) {
    this.results = results;
  }

  @ParameterizedTest
  @DisplayName("a mapping that is not the first works with patch 2, and not before")
  @ValueSource(
      strings = {
        "second_mapping_shares_pages",
        "remap_after_munmap_has_the_old_data",
        "remap_in_child_shares_pages",
        "second_mapping_in_child_shares_pages_with_the_inherited_one",
        "parent_after_child_shares_pages"
      })
  void maps_again(String behaviour) {
    String name = "kcov/mmap." + behaviour;
    for (String step : List.of("base", "+1")) {
      assertThat(results.at(step).outcome(name)).isEqualTo(Outcome.CRASHED);
      assertThat(results.at(step).signal(name)).contains("SIGBUS");
    }
    assertThat(results.at("+2").outcome(name)).isEqualTo(Outcome.PASS);
  }

  @ParameterizedTest
  @DisplayName("tracing is seen through each mapping")
  @ValueSource(
      strings = {
        "second_mapping_collects",
        "remap_after_munmap_collects",
        "remap_after_munmap_shows_what_was_traced_before",
        "remap_in_child_collects",
        "parent_after_child_collects"
      })
  void traces_through_each_mapping(String behaviour) {
    String name = "kcov/mmap." + behaviour;
    assertThat(results.base().outcome(name).isBad()).isTrue();
    assertThat(results.patched().outcome(name)).isEqualTo(Outcome.PASS);
    assertThat(results.verdict(name)).isEqualTo("fixed");
  }

  @Test
  void first_mapping_collects_at_each_step() {
    assertThat(results.steps())
        .allSatisfy(
            step ->
                assertThat(results.at(step).outcome("kcov/mmap.first_mapping_collects"))
                    .isEqualTo(Outcome.PASS));
  }

  @Test
  void second_init_with_a_bad_size_changes_with_patch_1() {
    String name = "kcov/init.second_init_with_a_bad_size_is_rejected";
    assertThat(results.at("base").observed(name)).contains("EBUSY");
    assertThat(results.at("+1").observed(name)).contains("EINVAL");
    assertThat(results.at("+2").observed(name)).contains("EINVAL");
  }

  @Test
  void second_init_beyond_memory_changes_with_patch_2() {
    String name = "kcov/init.second_init_beyond_memory_is_rejected";
    assertThat(results.at("+1").observed(name)).contains("EBUSY");
    assertThat(results.at("+2").observed(name)).contains("ENOMEM");
  }

  @Test
  void nothing_regresses() {
    assertThat(results.cases()).isNotEmpty();
    assertThat(results.cases()).noneMatch(name -> results.verdict(name).equals("regressed"));
  }

  @Test
  void each_step_has_a_kernel_of_its_own(VerdictDocument document) {
    assertThat(results.steps()).containsExactly("base", "+1", "+2");
    assertThat(document.steps())
        .extracting(step -> step.kernel().orElseThrow())
        .doesNotHaveDuplicates();
    assertThat(document.problems()).isEmpty();
  }
}
