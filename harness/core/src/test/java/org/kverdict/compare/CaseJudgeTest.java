// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kverdict.compare.Runs.result;
import static org.kverdict.compare.Runs.runs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a case that was run more than once. */
class CaseJudgeTest {
  private static final String CASE = "demo/a.one";

  @ParameterizedTest(name = "{0} | {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "8*pass | 8*fail | regressed",
        "8*fail | 8*pass | fixed",
        "8*crashed:SIGBUS | 8*pass~EBUSY | fixed",
        "8*pass~EBUSY | 8*pass~EINVAL | changed",
        "8*crashed:SIGBUS | 8*fail@a.c:5:x | changed",
        // Each of them may be chance.
        "pass | fail | inconclusive",
        "fail | pass | inconclusive",
        "pass~A | pass~B | inconclusive",
        "3*pass | 3*fail | inconclusive",
        "8*pass | 7*pass fail | inconclusive",
        // Flaky without the series: one failure is no regression, but a clear rise is.
        "7*pass fail | 8*pass | flaky",
        "7*pass fail | pass 7*pass | flaky",
        "7*pass fail | 6*pass 2*fail | flaky",
        "4*pass 4*fail | 8*fail | flaky",
        "15*pass fail | 16*fail | regressed",
        "15*fail pass | 16*pass | fixed",
        "14*pass 2*fail | 3*pass 13*fail | regressed",
        "4*pass~A 4*pass~B | 3*pass~A 5*pass~B | flaky",
        // Flaky or not, what begins to skip is no longer tested, and what is not seen not known.
        "63*pass fail | 64*skip | inconclusive",
        "2*pass fail | 3*skip | inconclusive",
        "40*pass 4*fail 20*skip | 40*pass 24*skip | flaky",
        "7*pass fail | pass 7*unknown | inconclusive",
        "63*pass~A fail | 64*pass~B | inconclusive",
        // What is neither good nor bad.
        "8*pass | 8*skip | inconclusive",
        "8*skip | 8*pass | changed",
        "8*skip | 8*fail | changed",
        // A case that took its guest with it is as bad as one that fails.
        "8*pass | 8*lost | regressed",
        "8*pass | 2*pass 6*lost | regressed",
        "8*pass | 6*pass 2*lost | inconclusive",
        "4*pass | pass 3*lost | inconclusive",
        "8*pass | 4*fail 4*lost | regressed",
        "8*lost | 8*pass | fixed",
        "8*lost | 8*fail | changed",
        "8*lost | 8*lost | same",
        "6*pass 2*lost | 6*pass 2*lost | flaky",
        // Nothing is known of a run in which it was not, or which the host ended.
        "8*pass | 6*pass 2*unknown | same",
        "8*pass | 8*unknown | inconclusive",
        "8*pass | 7*fail unknown | regressed",
        "8*pass | 7*unknown fail | inconclusive",
        "8*unknown | 8*fail | inconclusive",
        "8*lost | 8*unknown | inconclusive",
      })
  void counts_give_a_verdict(String before, String after, String verdict) {
    assertThat(judge(before, after).verdict().word()).isEqualTo(verdict);
  }

  @Test
  void the_verdict_names_counts_and_probability() {
    CaseComparison it = judge("8*crashed:SIGBUS", "8*pass");

    assertThat(it.reason())
        .isEqualTo("8 of 8 crashed (SIGBUS) at base, 0 of 8 at +1; p = 0.00016, threshold 0.050");
    assertThat(it.pValue()).hasValueSatisfying(p -> assertThat(p).isBetween(1.55e-4, 1.56e-4));
    assertThat(it.threshold()).contains(0.05);
    assertThat(it.since()).contains("+1");
    assertThat(it.mixed()).isFalse();
  }

  @ParameterizedTest(name = "{0} | {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "pass | fail | 0 of 1 fail at base, 1 of 1 at +1; p = 1.0, threshold 0.050; too few to"
            + " tell from chance: it takes 4 runs at each step at least",
        "2*pass | 2*pass | 2 of 2 pass at base, 2 of 2 pass at +1",
        "8*pass | 8*skip | 8 of 8 pass at base, 0 of 8 at +1; p = 0.00016, threshold 0.050; it is"
            + " no longer tested",
        "6*pass 2*fail | 8*pass | 2 of 8 fail at base, 0 of 8 at +1; p = 0.47, threshold 0.050; it"
            + " differs between runs at base already",
        "8*pass | 7*pass fail | 0 of 8 fail at base, 1 of 8 at +1; p = 1.0, threshold 0.050; it"
            + " may be chance",
        "8*pass | 8*lost | 0 of 8 lost at base, 8 of 8 at +1; p = 0.00016, threshold 0.050",
        "8*pass | 8*unknown | nothing ran at +1",
      })
  void every_verdict_has_a_reason(String before, String after, String reason) {
    assertThat(judge(before, after).reason()).isEqualTo(reason);
  }

  @ParameterizedTest(name = "{0} | {1}: {2}, {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "58*pass 6*fail | 45*pass 19*fail | inconclusive | 6 of 64 fail at base, 19 of 64 at +1; p"
            + " = 0.0066, threshold 0.0010; it differs between runs at base already, but seldom so"
            + " much by chance",
        "63*pass fail | 64*skip | inconclusive | 1 of 64 fail at base, 0 of 0 at +1; p = 1.0,"
            + " threshold 0.0010; it differs between runs at base already, but that is not all"
            + " that differs: 63 of 64 pass, 1 of 64 fail at base, 64 of 64 skip at +1",
        "60*pass 4*fail | 20*pass 44*unknown | inconclusive | 4 of 64 fail at base, 0 of 20 at +1;"
            + " p = 0.57, threshold 0.0010; it differs between runs at base already, but too few"
            + " runs can be compared: 60 of 64 pass, 4 of 64 fail at base, 44 of 64 unknown, 20 of"
            + " 64 pass at +1",
        "58*pass 6*fail | 56*pass 8*fail | flaky | 6 of 64 fail at base, 8 of 64 at +1; p = 0.78,"
            + " threshold 0.0010; it differs between runs at base already",
      })
  void only_what_chance_often_does_is_flaky(
      String before, String after, String verdict, String reason) {
    Policy policy = Policy.of(new Repeats(64, 64, 0.001));

    CaseComparison it =
        Comparison.of(
                List.of(runs("base", CASE, before), runs("+1", CASE, after)),
                Expectations.none(),
                policy)
            .cases()
            .get(0);

    assertThat(it.verdict().word()).isEqualTo(verdict);
    assertThat(it.reason()).isEqualTo(reason);
  }

  @ParameterizedTest(name = "A/A {0} | {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "8*pass | 7*pass fail | flaky",
        "7*pass fail | 8*pass | flaky",
        "6*pass 2*lost | 7*pass lost | flaky",
        "8*pass | 8*pass | same",
      })
  void in_a_self_test_it_is_flaky_on_either_side(String one, String other, String series) {
    Policy policy = new Policy(Repeats.exactly(Runs.OFTEN), List.of(), true);

    Comparison comparison =
        Comparison.of(
            List.of(runs("base", CASE, one), again(runs("base", CASE, other))),
            Expectations.none(),
            policy);

    assertThat(comparison.verdict().word()).isEqualTo(series);
  }

  @Test
  void what_a_case_did_most_often_stands_for_it_and_all_is_counted() {
    CaseComparison it = judge("5*pass 2*fail@a.c:5:x unknown", "8*pass");

    assertThat(it.results().get("base").outcome().word()).isEqualTo("pass");
    assertThat(it.counts().get("base"))
        .containsExactly(
            Map.entry("pass", 5), Map.entry("fail (a.c:5)", 2), Map.entry("unknown", 1));
    assertThat(it.mixed()).isTrue();
    assertThat(it.since()).isEmpty();
  }

  @ParameterizedTest(name = "{0} | {1} | {2}: {3} since {4}, broken between {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "8*pass | 8*fail | 8*pass | same | +1 | true",
        "8*pass | fail | 8*pass | inconclusive | +1 | false",
        "7*pass fail | 8*fail | 8*pass | flaky | '' | true",
        "8*pass | fail | 8*fail | regressed | +1 | false",
        "8*pass | pass | 8*fail | regressed | +2 | false",
        "20*pass | 18*pass 2*fail | 12*pass 8*fail | regressed | +2 | false",
        "20*pass | 13*pass 7*fail | 12*pass 8*fail | regressed | +1 | false",
      })
  void a_step_between_counts_where_it_is_no_chance(
      String base, String middle, String last, String verdict, String since, boolean broken) {
    CaseComparison it = judge(base, middle, last);

    assertThat(it.verdict().word()).isEqualTo(verdict);
    assertThat(it.since()).isEqualTo(Optional.of(since).filter(s -> !s.isEmpty()));
    assertThat(it.intermediateOnly()).isEqualTo(broken);
  }

  @Test
  void a_doubtful_result_is_shown_and_counts_only_where_there_is_no_other() {
    RunResults doubtful =
        new RunResults(Set.of(), List.of(), List.of(result(CASE, "fail")), true, List.of());
    RunResults sure = RunResults.ofAll(List.of(result(CASE, "pass")), true, List.of());

    CaseComparison both = compare(step("base", sure), step("+1", doubtful, sure)).cases().get(0);
    CaseComparison alone = compare(step("base", sure), step("+1", doubtful)).cases().get(0);

    assertThat(both.verdict()).isEqualTo(CaseVerdict.SAME);
    assertThat(both.doubtful().get("+1")).containsExactly(result(CASE, "fail"));
    assertThat(alone.verdict()).isEqualTo(CaseVerdict.INCONCLUSIVE);
    assertThat(alone.results().get("+1").outcome().word()).isEqualTo("fail");
  }

  @Test
  void a_run_of_some_cases_says_nothing_of_the_others() {
    RunResults whole =
        RunResults.ofAll(List.of(result(CASE, "pass"), result("demo/b", "pass")), true, List.of());
    RunResults part =
        new RunResults(
            Set.of("demo/b"), List.of(result("demo/b", "pass")), List.of(), true, List.of());

    Comparison comparison = compare(step("base", whole), step("+1", whole, part));

    assertThat(comparison.cases().get(0).counts().get("+1")).containsExactly(Map.entry("pass", 1));
    assertThat(comparison.cases().get(1).counts().get("+1")).containsExactly(Map.entry("pass", 2));
    assertThat(comparison.verdict()).isEqualTo(SeriesVerdict.SAME);
  }

  @Test
  void a_kernel_that_dies_in_one_case_is_known_piece_by_piece() {
    RunResults dies = RunResults.ofAll(List.of(result(CASE, "crashed")), false, List.of());
    RunResults rest =
        new RunResults(
            Set.of("demo/b"), List.of(result("demo/b", "pass")), List.of(), true, List.of());
    StepResults patched = Runs.often("+1", "b", result(CASE, "pass"), result("demo/b", "pass"));
    List<RunResults> pieces = new ArrayList<>(Collections.nCopies(Runs.OFTEN, dies));
    Policy policy = Policy.of(Repeats.exactly(Runs.OFTEN));

    List<StepResults> half = List.of(new StepResults("base", Optional.of("a"), pieces), patched);
    pieces.add(rest);
    List<StepResults> all = List.of(new StepResults("base", Optional.of("a"), pieces), patched);

    assertThat(Comparison.of(half, Expectations.none(), policy).verdict())
        .isEqualTo(SeriesVerdict.INCONCLUSIVE);
    assertThat(Comparison.of(all, Expectations.none(), policy).verdict())
        .isEqualTo(SeriesVerdict.FIXED);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"crashed, fixed", "timed-out, fixed", "lost, fixed", "fail, inconclusive"})
  void a_case_that_may_end_its_guest_is_settled_by_that(String outcome, String series) {
    RunResults cut = RunResults.ofAll(List.of(result(CASE, outcome)), false, List.of());

    assertThat(
            compare(Runs.often("base", "a", cut), Runs.often("+1", "b", result(CASE, "pass")))
                .verdict()
                .word())
        .isEqualTo(series);
  }

  @Test
  void a_case_to_which_no_guest_came_is_named_and_unknown() {
    StepResults base = Runs.often("base", "a", result(CASE, "pass"), result("demo/b", "pass"));
    RunResults half =
        new RunResults(
            Set.of(), List.of(result(CASE, "pass")), List.of(), Set.of("demo/b"), true, List.of());

    Comparison comparison = compare(base, Runs.often("+1", "b", half));

    CaseComparison it = comparison.cases().get(1);
    assertThat(it.verdict()).isEqualTo(CaseVerdict.INCONCLUSIVE);
    assertThat(it.results()).containsOnlyKeys("base");
    assertThat(it.counts().get("+1")).containsExactly(Map.entry("unknown", 8));
    assertThat(it.reason()).isEqualTo("nothing is known of it at +1: 8 of 8 unknown at +1");
    assertThat(comparison.verdict()).isEqualTo(SeriesVerdict.INCONCLUSIVE);
  }

  @Test
  void a_doubtful_result_that_is_lost_tells_nothing() {
    RunResults doubtful =
        new RunResults(Set.of(), List.of(), List.of(result(CASE, "lost")), true, List.of());

    CaseComparison it =
        compare(Runs.often("base", "a", result(CASE, "pass")), Runs.often("+1", "b", doubtful))
            .cases()
            .get(0);

    assertThat(it.verdict()).isEqualTo(CaseVerdict.INCONCLUSIVE);
    assertThat(it.counts().get("+1")).containsOnlyKeys("unknown");
  }

  @Test
  void the_same_kernel_makes_whatever_differs_flaky_but_not_in_a_self_test() {
    StepResults base = Runs.often("base", "a", result(CASE, "pass"));
    StepResults same = Runs.often("+1", "a", result(CASE, "fail"));
    Policy policy = Policy.of(Repeats.exactly(Runs.OFTEN));
    Policy selfTest = new Policy(policy.repeats(), List.of(), true);

    assertThat(Comparison.of(List.of(base, same), Expectations.none(), policy).cases().get(0))
        .extracting(CaseComparison::verdict)
        .isEqualTo(CaseVerdict.FLAKY);
    assertThat(Comparison.of(List.of(base, same), Expectations.none(), selfTest).verdict())
        .isEqualTo(SeriesVerdict.REGRESSED);
  }

  @Test
  void a_patch_that_another_takes_back_may_break_what_is_between() {
    StepResults base = Runs.often("base", "a", result(CASE, "pass"));
    StepResults broken = Runs.often("+1", "b", result(CASE, "fail"));
    StepResults back = Runs.often("+2", "a", result(CASE, "pass"));

    assertThat(compare(base, broken, back).verdict()).isEqualTo(SeriesVerdict.INTERMEDIATE_ONLY);
  }

  private static StepResults again(StepResults base) {
    return new StepResults("again", base.kernelHash(), base.runs());
  }

  private static StepResults step(String name, RunResults... runs) {
    return new StepResults(name, Optional.of("kernel of " + name), List.of(runs));
  }

  /** As many runs as the ends have are all that there are to be. */
  private static CaseComparison judge(String... words) {
    List<StepResults> steps = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      steps.add(runs(i == 0 ? "base" : "+" + i, CASE, words[i].strip()));
    }
    return compare(steps.toArray(StepResults[]::new)).cases().get(0);
  }

  private static Comparison compare(StepResults... steps) {
    Repeats repeats = Repeats.exactly(Math.max(1, steps[0].runs().size()));
    return Comparison.of(List.of(steps), Expectations.none(), Policy.of(repeats));
  }
}
