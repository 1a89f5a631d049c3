// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kverdict.compare.Runs.runs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kverdict.console.Fault;
import org.kverdict.console.FaultKind;

class FaultJudgeTest {
  private static final Fault TRACE =
      fault(FaultKind.WARNING, "page allocation failure in kcov_mmap", "x/a");
  private static final Fault OTHER = fault(FaultKind.BUG, "sleeping function in kcov_ioctl", "x/a");

  @ParameterizedTest(name = "{0}: {1} in {2} allows it in {3}: {4}")
  @CsvSource({
    "WARNING, page allocation failure*, -, demo/a.one, true",
    "WARNING, *, -, -, true",
    "WARNING, page allocation failur? in kcov_mmap, -, -, true",
    "WARNING, page allocation failure, -, -, false",
    "WARNING, PAGE*, -, -, false",
    "BUG, *, -, -, false",
    "WARNING, *, demo/a.*, demo/a.one, true",
    "WARNING, *, demo/axone, demo/a.one, false",
    "WARNING, *, demo/a.one, demo/b.one, false",
    "WARNING, *, demo/a.one, -, false",
    "WARNING, page.allocation*, -, -, false",
  })
  void an_allowance_says_kind_title_and_case(
      String kind, String title, String cases, String running, boolean allowed) {
    Allowance allowance = new Allowance(kind, title, names(cases), "why");

    assertThat(
            allowance.allows(
                "WARNING",
                "page allocation failure in kcov_mmap",
                names(running).stream().findFirst()))
        .isEqualTo(allowed);
  }

  @Test
  void what_is_allowed_is_listed_with_its_reason_and_not_held_against_the_series() {
    Allowance allowance = new Allowance("warning", "page alloc*", List.of(), "it asks for it");
    Allowance idle = new Allowance("bug", "*", List.of(), "never seen");

    Comparison comparison = compare(List.of(allowance, idle), List.of(), List.of(TRACE));

    assertThat(comparison.faults())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.verdict().word()).isEqualTo("allowed");
              assertThat(it.allowance()).map(Allowance::reason).contains("it asks for it");
              assertThat(it.steps()).containsExactly("+1");
            });
    assertThat(comparison.verdict()).isEqualTo(SeriesVerdict.SAME);
    assertThat(comparison.unused()).containsExactly(idle);
  }

  @Test
  void a_new_fault_is_a_regression_though_every_case_passes() {
    Comparison comparison = compare(List.of(), List.of(TRACE), List.of(TRACE, OTHER));

    assertThat(comparison.verdict()).isEqualTo(SeriesVerdict.REGRESSED);
    assertThat(comparison.faults())
        .extracting(FaultComparison::verdict)
        .containsExactly(FaultVerdict.SAME, FaultVerdict.REGRESSED);
  }

  @Test
  void a_fault_that_base_shows_in_one_run_of_many_is_on_both_sides() {
    List<RunResults> base = new ArrayList<>(runs("base", "x/a", "3*pass").runs());
    base.addAll(runs("base", "x/a", "pass", TRACE).runs());
    StepResults first = new StepResults("base", Optional.of("a"), base);

    Comparison comparison =
        Comparison.of(
            List.of(first, runs("+1", "x/a", "4*pass", TRACE)),
            Expectations.none(),
            Policy.of(Repeats.exactly(4)));

    assertThat(comparison.faults())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.verdict()).isEqualTo(FaultVerdict.SAME);
              assertThat(it.counts()).containsExactly(Map.entry("base", 1), Map.entry("+1", 4));
            });
  }

  @Test
  void what_is_allowed_in_one_case_is_not_in_another() {
    Allowance allowance = new Allowance("warning", "*", List.of("x/a"), "it asks for it");
    Fault elsewhere = fault(FaultKind.WARNING, TRACE.title(), "x/b");

    Comparison comparison = compare(List.of(allowance), List.of(TRACE), List.of(TRACE, elsewhere));

    assertThat(comparison.faults())
        .extracting(FaultComparison::verdict)
        .containsExactly(FaultVerdict.ALLOWED, FaultVerdict.REGRESSED);
    assertThat(comparison.faults().get(1).cases()).containsExactly("x/b");
    assertThat(comparison.verdict()).isEqualTo(SeriesVerdict.REGRESSED);
  }

  @Test
  void the_case_of_a_new_fault_is_run_again_at_both_ends() {
    Sampling sampling = new Sampling(Policy.of(Repeats.sequential()));

    Optional<Round> round =
        sampling.next(List.of(runs("base", "x/a", "4*pass"), runs("+1", "x/a", "4*pass", TRACE)));
    Optional<Round> known =
        sampling.next(
            List.of(runs("base", "x/a", "4*pass", TRACE), runs("+1", "x/a", "4*pass", TRACE)));

    assertThat(round.orElseThrow().turns())
        .containsExactly(new Turn("base", Set.of("x/a")), new Turn("+1", Set.of("x/a")));
    assertThat(known).isEmpty();
  }

  @ParameterizedTest(name = "a fault at {0}: {1} more runs at base, {2} at +2, {3}")
  @CsvSource({
    "base, 2, 2, fixed",
    "+1, 2, 2, intermediate",
    "+2, 2, 2, regressed",
    "base +2, 0, 0, same"
  })
  void the_case_of_a_fault_that_one_end_has_not_shown_is_run_again_at_both(
      String where, long base, long patched, String verdict) {
    FakeLab lab = lab(Policy.of(Repeats.sequential()), "a", "b", "c");
    List.of(where.split(" ")).forEach(step -> lab.faults(step, TRACE, 1));

    Comparison comparison = lab.compare();

    assertThat(comparison.faults())
        .singleElement()
        .satisfies(it -> assertThat(it.verdict().word()).isEqualTo(verdict));
    assertThat(lab.runsOf("x/a", "base")).isEqualTo(4 + base);
    assertThat(lab.runsOf("x/a", "+1")).isEqualTo(1);
    assertThat(lab.runsOf("x/a", "+2")).isEqualTo(4 + patched);
    assertThat(lab.runsOf("x/b", "base")).isEqualTo(4);
  }

  /** Two cases that always pass. */
  private static FakeLab lab(Policy policy, String... kernels) {
    FakeLab lab = new FakeLab(policy, 1);
    for (int i = 0; i < kernels.length; i++) {
      lab.step(i == 0 ? "base" : "+" + i, kernels[i], Map.of("x/a", 0.0, "x/b", 0.0));
    }
    return lab;
  }

  @ParameterizedTest(name = "{0} | {1} | {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        // "!" has the fault, "-" never came to its tests, "0" has no kernel.
        "ran | ran | ran! | regressed",
        "ran | ran | -! | regressed",
        "- | ran | ran! | inconclusive",
        "- | ran | -! | inconclusive",
        "0 | ran | ran! | inconclusive",
        "ran! | ran | ran | fixed",
        "ran! | ran | - | inconclusive",
        "ran! | ran | 0 | inconclusive",
        "-! | ran | ran | inconclusive",
        "-! | ran | -! | same",
        "ran | ran! | ran | intermediate",
        "ran | -! | ran | intermediate",
        "ran | ran! | - | inconclusive",
        "ran | ran! | 0 | inconclusive",
        "- | ran! | ran | inconclusive",
      })
  void where_nothing_was_observed_no_fault_is_missing(
      String base, String middle, String last, String verdict) {
    List<StepResults> steps =
        List.of(observed("base", base), observed("+1", middle), observed("+2", last));

    Comparison comparison =
        Comparison.of(steps, Expectations.none(), Policy.of(Repeats.exactly(2)));

    assertThat(comparison.faults())
        .singleElement()
        .satisfies(it -> assertThat(it.verdict().word()).isEqualTo(verdict));
    if (verdict.equals("inconclusive")) {
      assertThat(comparison.verdict()).isEqualTo(SeriesVerdict.INCONCLUSIVE);
    }
  }

  private static StepResults observed(String name, String text) {
    Fault[] faults = text.endsWith("!") ? new Fault[] {TRACE} : new Fault[0];
    if (text.startsWith("ran")) {
      return runs(name, "x/a", "2*pass", faults);
    }
    if (text.startsWith("0")) {
      return new StepResults(name, Optional.empty(), List.of());
    }
    RunResults died = RunResults.ofAll(List.of(), false, List.of(faults));
    return new StepResults(name, Optional.of("kernel of " + name), List.of(died));
  }

  @ParameterizedTest(name = "a hang in {0} guests | {1} | {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 of 4 | 0 of 1 | 4 of 4 | regressed",
        "0 of 4 | 0 of 1 | 1 of 4 | inconclusive",
        "0 of 4 | 0 of 1 | 3 of 4 | inconclusive",
        "0 of 8 | 0 of 1 | 7 of 8 | regressed",
        "0 of 8 | 1 of 1 | 8 of 16 | regressed",
        "0 of 1 | 0 of 1 | 1 of 1 | inconclusive",
        "0 of 1 | 0 of 1 | 2 of 2 | regressed",
        "4 of 4 | 0 of 1 | 0 of 4 | fixed",
        "1 of 4 | 0 of 1 | 0 of 4 | inconclusive",
        "1 of 4 | 0 of 1 | 4 of 4 | same",
        "0 of 4 | 1 of 4 | 0 of 4 | inconclusive",
        "0 of 4 | 4 of 4 | 0 of 4 | intermediate",
      })
  void a_silent_fault_has_to_be_more_than_chance(
      String base, String middle, String last, String verdict) {
    for (FaultKind kind : List.of(FaultKind.HANG, FaultKind.RESET)) {
      Comparison comparison =
          Comparison.of(
              List.of(
                  silent(kind, "base", base), silent(kind, "+1", middle), silent(kind, "+2", last)),
              Expectations.none(),
              Policy.of(Repeats.exactly(1)));

      assertThat(comparison.faults())
          .singleElement()
          .satisfies(it -> assertThat(it.verdict().word()).isEqualTo(verdict));
    }
  }

  /** One run in so many guests. */
  private static StepResults silent(FaultKind kind, String name, String text) {
    String[] counts = text.split(" of ");
    Fault fault = Fault.silent(kind, "the guest did not end in its time");
    RunResults run =
        new RunResults(
            Set.of(),
            List.of(Runs.result("x/a", "pass")),
            List.of(),
            Set.of(),
            true,
            Collections.nCopies(Integer.parseInt(counts[0]), fault),
            Integer.parseInt(counts[1]));
    return new StepResults(name, Optional.of("kernel of " + name), List.of(run));
  }

  @ParameterizedTest(name = "{0} in a self test, {1} | {2}: {3}")
  @CsvSource({
    "WARNING, 0, 1, inconclusive",
    "WARNING, 1, 0, inconclusive",
    "WARNING, 1, 1, same",
    "HANG, 0, 1, inconclusive",
    "HANG, 1, 1, same",
  })
  void in_a_self_test_a_fault_on_one_side_is_chance(
      FaultKind kind, double before, double after, String verdict) {
    Fault fault = Fault.silent(kind, "it");
    FakeLab lab =
        new FakeLab(new Policy(Repeats.sequential(), List.of(), true), 1)
            .step("base", "a", Map.of("x/a", 0.0))
            .step("again", "a", Map.of("x/a", 0.0))
            .faults("base", fault, before)
            .faults("again", fault, after);

    Comparison comparison = lab.compare();

    assertThat(comparison.faults())
        .singleElement()
        .satisfies(it -> assertThat(it.verdict().word()).isEqualTo(verdict));
    assertThat(comparison.verdict().word()).isEqualTo(verdict);
  }

  @Test
  @Timeout(20)
  void a_flood_of_titles_is_read_in_one_pass() {
    Policy policy =
        new Policy(
            Repeats.exactly(8),
            List.of(new Allowance("bug", "*", List.of("x/b"), "elsewhere")),
            false);
    Fault[] flood =
        IntStream.range(0, 10_000)
            .mapToObj(i -> fault(FaultKind.BUG, "BUG of the kind " + i, "x/a"))
            .toArray(Fault[]::new);
    List<StepResults> steps =
        List.of(runs("base", "x/a", "8*pass"), runs("+1", "x/a", "8*pass", flood));

    Comparison comparison = Comparison.of(steps, Expectations.none(), policy);
    new Sampling(Policy.of(Repeats.sequential())).next(steps);

    assertThat(comparison.faults()).hasSize(flood.length);
    assertThat(comparison.faults().get(0).counts()).containsExactly(Map.entry("+1", 8));
    assertThat(comparison.unused()).hasSize(1);
  }

  private static Fault fault(FaultKind kind, String title, String caseName) {
    return new Fault(
        kind, title, Optional.empty(), Optional.of(caseName), List.of(), true, 1, title);
  }

  private static Comparison compare(
      List<Allowance> allowances, List<Fault> before, List<Fault> after) {
    return Comparison.of(
        List.of(
            runs("base", "x/a", "2*pass", before.toArray(Fault[]::new)),
            runs("+1", "x/a", "2*pass", after.toArray(Fault[]::new))),
        Expectations.none(),
        new Policy(Repeats.exactly(2), allowances, false));
  }

  private static List<String> names(String text) {
    return text.equals("-") ? List.of() : List.of(text);
  }
}
