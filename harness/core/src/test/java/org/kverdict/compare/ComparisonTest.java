// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kverdict.compare.Runs.often;
import static org.kverdict.compare.Runs.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kverdict.console.Fault;
import org.kverdict.console.FaultKind;
import org.kverdict.results.CaseResult;

class ComparisonTest {
  private static final String CASE = "demo/a.one";
  private static final Policy POLICY = Policy.of(Repeats.exactly(Runs.OFTEN));
  private static final Fault WARNING = Fault.silent(FaultKind.WARNING, "WARNING in kcov_mmap");

  @ParameterizedTest(name = "{0} then {1}: {2}")
  @CsvSource({
    "pass, pass, same",
    "xfail, xfail, same",
    "fail, fail, same",
    "crashed, crashed, same",
    "pass, fail, regressed",
    "pass, crashed, regressed",
    "pass, timed-out, regressed",
    "pass, xpass, regressed",
    "xfail, fail, regressed",
    "xfail, xpass, regressed",
    "fail, pass, fixed",
    "crashed, pass, fixed",
    "timed-out, pass, fixed",
    "xpass, xfail, fixed",
    "fail, crashed, changed",
    "crashed, timed-out, changed",
    "pass, xfail, changed",
    "pass, skip, inconclusive",
    "skip, pass, changed",
    "fail, skip, changed",
    "skip, fail, changed",
    "pass, lost, regressed",
    "lost, pass, fixed",
    "lost, lost, same",
    "fail, lost, changed",
    "skip, lost, changed",
    "pass, unknown, inconclusive",
    "unknown, pass, inconclusive",
    "unknown, unknown, inconclusive",
    "lost, unknown, inconclusive",
    "-, pass, added",
    "-, fail, added",
    "pass, -, removed",
    "fail, -, removed",
    // What qualifies an outcome counts: a signal, what was seen, where it failed.
    "crashed:SIGBUS, crashed:SIGSEGV, changed",
    "crashed:SIGBUS, crashed:SIGBUS, same",
    "pass~EBUSY, pass~EINVAL, changed",
    "pass~EBUSY, pass~EBUSY, same",
    "pass, pass~EBUSY, changed",
    "fail@a.c:5: got 1, fail@a.c:5: got 2, same",
    "fail@a.c:5: got 1, fail@a.c:9: got 1, changed",
    "fail@a.c:5: got 1, fail@b.c:5: got 1, changed",
    "crashed@at 0x10, crashed@at 0x20, same",
  })
  void two_outcomes_give_a_verdict(String before, String after, String verdict) {
    Comparison comparison = compare(before, after);

    assertThat(comparison.cases())
        .filteredOn(it -> it.name().equals(CASE))
        .singleElement()
        .satisfies(it -> assertThat(it.verdict().word()).isEqualTo(verdict));
    assertThat(comparison.verdict().word()).isEqualTo(verdict);
  }

  @Test
  void nothing_is_known_where_every_case_skips() {
    Comparison comparison = compare("skip", "skip");

    assertThat(comparison.cases()).first().extracting(it -> it.verdict().word()).isEqualTo("same");
    assertThat(comparison.verdict().word()).isEqualTo("inconclusive");
  }

  @ParameterizedTest(name = "{0}: {1} since {2}, {3}")
  @CsvSource({
    "pass pass pass, same, '', same",
    "fail pass pass, fixed, +1, fixed",
    "fail fail pass, fixed, +2, fixed",
    "pass fail pass, same, +1, intermediate-only",
    "pass crashed pass, same, +1, intermediate-only",
    "pass fail fail, regressed, +1, regressed",
    "xfail pass fail xfail, same, +1, intermediate-only",
    "fail pass fail, same, +1, same",
    "pass skip pass, same, +1, same",
    "pass lost pass, same, +1, intermediate-only",
    "pass unknown pass, same, +1, inconclusive",
    "- pass pass, added, +1, added",
    "fail none pass, fixed, +2, inconclusive",
    "none pass pass, inconclusive, '', inconclusive",
    "pass pass none, inconclusive, '', inconclusive",
    "fail none none, inconclusive, '', inconclusive",
    "pass none pass, same, '', inconclusive",
  })
  void steps_in_between_count(String outcomes, String verdict, String since, String series) {
    Comparison comparison = compare(outcomes.split(" "));

    CaseComparison it =
        comparison.cases().stream().filter(c -> c.name().equals(CASE)).findFirst().orElseThrow();
    assertThat(it.verdict().word()).isEqualTo(verdict);
    assertThat(it.since()).isEqualTo(Optional.of(since).filter(s -> !s.isEmpty()));
    assertThat(it.intermediateOnly()).isEqualTo(series.equals("intermediate-only"));
    assertThat(comparison.verdict().word()).isEqualTo(series);
  }

  @Test
  void a_regression_outweighs_any_fix() {
    StepResults base = often("base", "a", result("x/a", "fail"), result("x/b", "pass"));
    StepResults patched = often("+1", "b", result("x/a", "pass"), result("x/b", "fail"));

    assertThat(verdict(base, patched)).isEqualTo(SeriesVerdict.REGRESSED);
  }

  @Test
  void what_is_not_known_outweighs_a_fix_but_no_regression() {
    StepResults base =
        often("base", "a", result("x/a", "fail"), result("x/b", "pass"), result("x/c", "pass"));
    StepResults unknown =
        often("+1", "b", without("x/b", result("x/a", "pass"), result("x/c", "pass")));
    StepResults broken =
        often("+1", "b", without("x/b", result("x/a", "pass"), result("x/c", "fail")));

    assertThat(verdict(base, unknown)).isEqualTo(SeriesVerdict.INCONCLUSIVE);
    assertThat(verdict(base, broken)).isEqualTo(SeriesVerdict.REGRESSED);
  }

  @Test
  void a_guest_that_did_not_come_to_its_end_is_never_a_success() {
    StepResults base = often("base", "a", result(CASE, "fail"));
    StepResults cut =
        often("+1", "b", RunResults.ofAll(List.of(result(CASE, "pass")), false, List.of()));

    assertThat(verdict(base, cut)).isEqualTo(SeriesVerdict.INCONCLUSIVE);
  }

  @Test
  void the_same_binary_is_a_no_op_whatever_differs() {
    StepResults base = often("base", "a", result(CASE, "pass"));

    assertThat(verdict(base, often("+1", "a", result(CASE, "pass"))))
        .isEqualTo(SeriesVerdict.NO_OP);
    assertThat(verdict(base, often("+1", "b", result(CASE, "pass")))).isEqualTo(SeriesVerdict.SAME);
    assertThat(verdict(base, often("+1", "a", result(CASE, "fail"))))
        .isEqualTo(SeriesVerdict.NO_OP);
  }

  @Test
  void one_step_alone_is_compared_with_nothing() {
    assertThat(verdict(often("base", "a", result(CASE, "fail")))).isEqualTo(SeriesVerdict.RAN);
    assertThat(verdict(often("base", "a", RunResults.ofAll(List.of(), false, List.of()))))
        .isEqualTo(SeriesVerdict.INCONCLUSIVE);
  }

  @ParameterizedTest(name = "one step alone, {0}: {1}, ever bad: {2}")
  @CsvSource({
    "4*pass, ran, false",
    "4*fail, ran, true",
    "3*pass fail, ran, true",
    "4*lost, ran, true",
    "3*pass lost, ran, true",
    "3*pass unknown, ran, false",
    "4*unknown, inconclusive, false",
  })
  void a_case_of_which_nothing_is_known_is_no_success_alone(
      String words, String series, boolean everBad) {
    Comparison comparison =
        Comparison.of(List.of(Runs.runs("base", CASE, words)), Expectations.none(), POLICY);

    assertThat(comparison.verdict().word()).isEqualTo(series);
    assertThat(comparison.cases()).singleElement().matches(it -> it.everBad() == everBad);
  }

  @ParameterizedTest(name = "fault at {0}: {1}, {2}")
  @CsvSource({
    "base +1 +2, same, same",
    "base +1, fixed, fixed",
    "base, fixed, fixed",
    "+2, regressed, regressed",
    "+1 +2, regressed, regressed",
    "+1, intermediate, intermediate-only",
  })
  void a_fault_counts_by_where_it_was_seen(String where, String verdict, String series) {
    List<String> steps = List.of(where.split(" "));
    List<StepResults> all = new ArrayList<>();
    for (String name : List.of("base", "+1", "+2")) {
      all.add(
          often(
              name,
              name,
              RunResults.ofAll(
                  List.of(result(CASE, "pass")),
                  true,
                  steps.contains(name) ? List.of(WARNING) : List.of())));
    }

    Comparison comparison = Comparison.of(all, Expectations.none(), POLICY);

    assertThat(comparison.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.verdict().word()).isEqualTo(verdict);
              assertThat(fault.steps()).isEqualTo(steps);
            });
    assertThat(comparison.verdict().word()).isEqualTo(series);
  }

  @ParameterizedTest(name = "{0} then {1}, fixed {2}, changed {3}, others {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "fail|pass|demo/a.one|-|any|",
        "fail|pass|-|-|any|",
        "fail|pass|-|-|same|demo/a.one: want same (the plan lists no change), got fixed",
        "fail|pass|-|demo/a.one|same|demo/a.one: want changed, got fixed",
        "fail|fail|demo/a.one|-|any|demo/a.one: want fixed, got same",
        "pass~A|pass~B|-|demo/a.one|same|",
        "pass~A|pass~A|-|demo/a.one|any|demo/a.one: want changed, got same",
        "pass|pass|demo/gone|-|any|demo/gone: want fixed, got no such case ran",
        "pass|fail|-|-|same|demo/a.one: want same (the plan lists no change), got regressed",
        "fail|none|demo/a.one|-|any|nothing can be said of them: no case ran at +1",
        "pass|none|-|-|same|nothing can be said of them: no case ran at +1",
      })
  void expectations_are_met_or_named(
      String before, String after, String fixed, String changed, String others, String unmet) {
    Expectations expectations = new Expectations(set(fixed), set(changed), others.equals("same"));

    Comparison comparison = Comparison.of(steps(before, after), expectations, POLICY);

    assertThat(comparison.unmet()).isEqualTo(unmet == null ? List.of() : List.of(unmet));
  }

  @Test
  void nothing_is_expected_where_nothing_is_compared() {
    Expectations expectations = new Expectations(Set.of(CASE), Set.of(), true);

    assertThat(Comparison.of(steps("fail"), expectations, POLICY).unmet()).isEmpty();
  }

  private static Set<String> set(String text) {
    return text.equals("-") ? Set.of() : Set.of(text);
  }

  private static RunResults without(String missing, CaseResult... cases) {
    return new RunResults(Set.of(), List.of(cases), List.of(), Set.of(missing), true, List.of());
  }

  private static SeriesVerdict verdict(StepResults... steps) {
    return Comparison.of(List.of(steps), Expectations.none(), POLICY).verdict();
  }

  private static Comparison compare(String... outcomes) {
    return Comparison.of(steps(outcomes), Expectations.none(), POLICY);
  }

  /** Every step has one more case, which never changes, so that each of them has run. */
  private static List<StepResults> steps(String... outcomes) {
    List<StepResults> steps = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      String name = i == 0 ? "base" : "+" + i;
      List<CaseResult> cases = new ArrayList<>();
      if (!outcomes[i].equals("none")) {
        if (!outcomes[i].equals("-") && !outcomes[i].equals("unknown")) {
          cases.add(result(CASE, outcomes[i]));
        }
        if (Arrays.stream(outcomes).anyMatch(Set.of("-", "unknown")::contains)) {
          cases.add(result("demo/z.other", "pass"));
        }
      }
      boolean complete = !outcomes[i].equals("none");
      Set<String> missing = outcomes[i].equals("unknown") ? Set.of(CASE) : Set.of();
      steps.add(
          often(
              name,
              "kernel" + i,
              new RunResults(Set.of(), cases, List.of(), missing, complete, List.of())));
    }
    return steps;
  }
}
