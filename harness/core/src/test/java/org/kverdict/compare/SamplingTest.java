// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final String CASE = "demo/flaky";
  private static final Policy POLICY = Policy.of(Repeats.sequential());

  @Test
  void a_deterministic_change_is_decided_at_the_first_look() {
    FakeLab lab = lab(POLICY, 0, 1);

    CaseComparison it = find(lab.compare());

    assertThat(it.verdict()).isEqualTo(CaseVerdict.REGRESSED);
    assertThat(lab.runsOf(CASE, "base")).isEqualTo(8);
    assertThat(lab.runsOf(CASE, "+1")).isEqualTo(8);
    assertThat(lab.runsOf("demo/steady1", "base")).isEqualTo(4);
    assertThat(it.reason())
        .isEqualTo("0 of 8 fail at base, 8 of 8 at +1; p = 0.00016, threshold 0.00016");
  }

  @Test
  void a_case_that_takes_its_guest_with_it_is_repeated_until_that_is_clear() {
    FakeLab lab = lab(POLICY, 0, 0).loses("+1", CASE, 0.75);

    CaseComparison it = find(lab.compare());

    assertThat(it.verdict()).isEqualTo(CaseVerdict.REGRESSED);
    assertThat(it.counts().get("+1")).containsKey("lost");
    assertThat(lab.runsOf(CASE, "+1")).isGreaterThan(4);
  }

  @Test
  void what_never_differs_is_not_repeated() {
    FakeLab lab = lab(POLICY, 0, 0);

    assertThat(lab.compare().verdict()).isEqualTo(SeriesVerdict.SAME);
    assertThat(lab.taken).hasSize(8).allMatch(it -> it.only().isEmpty());
  }

  @Test
  void steps_take_turns() {
    FakeLab lab = lab(POLICY, 0, 1);

    lab.compare();

    assertThat(lab.taken)
        .extracting(Turn::step)
        .containsExactly(
            "base", "+1", "base", "+1", "+1", "base", "base", "+1", // four whole runs each
            "base", "+1", "+1", "base", "base", "+1", "+1", "base");
    assertThat(lab.taken.subList(8, 16)).allMatch(it -> it.only().equals(Set.of(CASE)));
  }

  @Test
  void a_case_between_two_ends_is_repeated_where_it_was_bad() {
    FakeLab lab =
        new FakeLab(POLICY, 1)
            .step("base", "a", cases(0))
            .step("+1", "b", cases(1))
            .step("+2", "c", cases(0))
            .step("+3", "d", cases(0));

    Comparison comparison = lab.compare();

    assertThat(comparison.verdict()).isEqualTo(SeriesVerdict.INTERMEDIATE_ONLY);
    assertThat(find(comparison).reason())
        .startsWith("as good at +3 as at base, but 0 of 9 fail at base, 9 of 9 at +1; p = ");
    assertThat(lab.runsOf(CASE, "+1")).isEqualTo(9);
    assertThat(lab.runsOf(CASE, "+2")).isEqualTo(1);
    assertThat(lab.runsOf("demo/steady1", "+1")).isEqualTo(1);
  }

  @Test
  void a_fixed_number_of_runs_is_the_same_for_all() {
    FakeLab lab =
        new FakeLab(Policy.of(Repeats.exactly(3)), 1)
            .step("base", "a", cases(0.5))
            .step("+1", "b", cases(0.5))
            .step("+2", "c", cases(1));

    lab.compare();

    assertThat(lab.taken).hasSize(9).allMatch(it -> it.only().isEmpty());
    assertThat(lab.runsOf(CASE, "+1")).isEqualTo(3);
  }

  @Test
  void one_kernel_is_run_once_but_for_a_self_test() {
    FakeLab once = new FakeLab(POLICY, 1).step("base", "a", cases(0)).step("+1", "a", cases(1));
    FakeLab selfTest =
        new FakeLab(new Policy(Repeats.sequential(), List.of(), true), 1)
            .step("base", "a", cases(0.5))
            .step("A/A", "a", cases(0.5));

    assertThat(once.compare().verdict()).isEqualTo(SeriesVerdict.NO_OP);
    assertThat(once.taken).hasSize(2);
    assertThat(selfTest.compare().verdict()).isEqualTo(SeriesVerdict.FLAKY);
    assertThat(selfTest.runsOf(CASE, "A/A")).isGreaterThan(8);
  }

  @Test
  void a_single_step_runs_once() {
    FakeLab lab = new FakeLab(POLICY, 1).step("base", "a", cases(0.5));

    assertThat(lab.compare().verdict()).isEqualTo(SeriesVerdict.RAN);
    assertThat(lab.taken).hasSize(1);
  }

  @Test
  void a_kernel_that_is_not_there_or_says_nothing_ends_it() {
    Sampling sampling = new Sampling(POLICY);
    RunResults pass = RunResults.ofAll(List.of(Runs.result(CASE, "pass")), true, List.of());
    RunResults silent = RunResults.ofAll(List.of(), false, List.of());

    assertThat(
            sampling.next(
                List.of(
                    new StepResults("base", Optional.of("a"), List.of(pass)),
                    new StepResults("+1", Optional.empty(), List.of()))))
        .isEmpty();
    assertThat(
            sampling.next(
                List.of(
                    new StepResults("base", Optional.of("a"), List.of(pass)),
                    new StepResults("+1", Optional.of("b"), List.of(silent)))))
        .isEmpty();
  }

  @Test
  void runs_of_which_nothing_is_known_are_not_repeated_for_ever() {
    Policy policy = Policy.of(Repeats.sequential());
    StepResults base = Runs.runs("base", CASE, "4*pass");

    assertThat(new Sampling(policy).next(List.of(base, Runs.runs("+1", CASE, "4*unknown"))))
        .isEmpty();
    assertThat(new Sampling(policy).next(List.of(base, Runs.runs("+1", CASE, "3*unknown fail"))))
        .isPresent();
  }

  private static FakeLab lab(Policy policy, double before, double after) {
    return new FakeLab(policy, 1).step("base", "a", cases(before)).step("+1", "b", cases(after));
  }

  /** 74 cases that always pass, and one that fails so often. */
  private static Map<String, Double> cases(double failing) {
    Map<String, Double> cases = new LinkedHashMap<>();
    IntStream.range(0, 74).forEach(i -> cases.put("demo/steady" + i, 0.0));
    cases.put(CASE, failing);
    return cases;
  }

  private static CaseComparison find(Comparison comparison) {
    return comparison.cases().stream()
        .filter(it -> it.name().equals(CASE))
        .findFirst()
        .orElseThrow();
  }
}
