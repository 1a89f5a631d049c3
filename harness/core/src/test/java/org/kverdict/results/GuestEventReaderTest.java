// SPDX-License-Identifier: Apache-2.0
package org.kverdict.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestEventReaderTest {
  private static final GuestEnd LOST = new GuestEnd(Outcome.LOST, "the guest powered off");
  private static final String GUEST = "base-1";
  private static final String BEGIN = "{'event':'begin','guest':'base-1'}";
  private static final String PLAN = plan("demo/a.one", "demo/a.two");
  private static final String DONE = "{'event':'done','suites':1}";

  @Test
  void reads_a_run_as_the_protocol_describes_it() {
    GuestResults results =
        read(
            PLAN,
            start("demo/a.one"),
            end("demo/a.one", "pass", ",'ms':6,'observed':'EBUSY'"),
            start("demo/a.two"),
            end(
                "demo/a.two",
                "crashed",
                ",'ms':11,'signal':'SIGBUS','message':'killed by SIGBUS','output':'x\\ny'"),
            DONE);

    assertThat(results.complete()).isTrue();
    assertThat(results.problems()).isEmpty();
    assertThat(results.cases())
        .containsExactly(
            new CaseResult(
                "demo/a.one",
                Outcome.PASS,
                Optional.empty(),
                Optional.of("EBUSY"),
                Optional.empty(),
                Optional.empty(),
                6),
            new CaseResult(
                "demo/a.two",
                Outcome.CRASHED,
                Optional.of("SIGBUS"),
                Optional.empty(),
                Optional.of("killed by SIGBUS"),
                Optional.of("x\ny"),
                11));
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"LOST", "CRASHED", "TIMED_OUT"})
  void a_case_that_began_and_never_ended_is_what_the_guests_end_makes_it(Outcome unfinished) {
    GuestResults results =
        GuestEventReader.read(
            List.of(json(BEGIN), json(PLAN), json(start("demo/a.one"))),
            GUEST,
            new GuestEnd(unfinished, "the kernel panicked"));

    assertThat(results.complete()).isFalse();
    assertThat(results.cases())
        .extracting(CaseResult::outcome, result -> result.message().orElseThrow())
        .containsExactly(
            tuple(unfinished, "the kernel panicked"),
            tuple(Outcome.LOST, "never began: the kernel panicked"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"end", "", "demo/a b.c", "demo/a.b\\\\nend", "../../etc.passwd", "demo/a.\u00e9"})
  void what_is_no_name_of_a_case_is_none(String name) {
    GuestResults results =
        read(plan("demo/a.one", name), start("demo/a.one"), end("demo/a.one", "pass", ""), DONE);

    assertThat(results.cases()).extracting(CaseResult::name).containsExactly("demo/a.one");
    assertThat(results.problems()).hasSize(1).first().asString().startsWith("no name of a case");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1e400", "99999999999999999999", "'soon'"})
  void time_that_no_case_can_have_taken_was_not_measured(String millis) {
    GuestResults results =
        read(
            plan("demo/a.one"),
            start("demo/a.one"),
            end("demo/a.one", "pass", ",'ms':" + millis),
            DONE);

    assertThat(results.cases()).extracting(CaseResult::millis).containsExactly(0L);
  }

  @Test
  void a_suite_that_announces_nothing_else_is_complete() {
    GuestResults results =
        read(
            PLAN,
            start("demo/a.one"),
            end("demo/a.one", "pass", ""),
            start("demo/a.two"),
            end("demo/a.two", "skip", ""),
            plan("more/b.three"),
            start("more/b.three"),
            end("more/b.three", "xfail", ""),
            "{'event':'done','suites':2}");

    assertThat(results.problems()).isEmpty();
    assertThat(outcomes(results)).containsExactly(Outcome.PASS, Outcome.SKIP, Outcome.XFAIL);
  }

  @Test
  void a_done_before_the_cases_are_over_makes_no_pass() {
    GuestResults results =
        read(
            PLAN,
            start("demo/a.one"),
            end("demo/a.one", "pass", ""),
            DONE,
            start("demo/a.two"),
            end("demo/a.two", "pass", ""));

    assertThat(outcomes(results)).containsExactly(Outcome.PASS, Outcome.LOST);
    assertThat(results.problems()).isNotEmpty();
  }

  @Test
  void a_done_with_cases_that_never_ran_is_doubtful() {
    GuestResults results = read(PLAN, start("demo/a.one"), end("demo/a.one", "pass", ""), DONE);

    assertThat(outcomes(results)).containsExactly(Outcome.PASS, Outcome.LOST);
    assertThat(results.problems())
        .containsExactly("the guest said that it was done, but 1 of its cases had not ended");
  }

  @Test
  void a_suite_that_could_not_run_is_missed() {
    GuestResults results =
        read(
            plan("demo/a.one"),
            start("demo/a.one"),
            end("demo/a.one", "pass", ""),
            "{'event':'done','suites':2}");

    assertThat(results.problems())
        .containsExactly("the guest started 2 suites, but 1 planned cases: see its console");
  }

  @Test
  void two_ends_of_a_case_contradict_each_other_and_neither_counts() {
    GuestResults results =
        read(
            plan("demo/a.one"),
            start("demo/a.one"),
            end("demo/a.one", "fail", ""),
            end("demo/a.one", "pass", ""),
            DONE);

    assertThat(outcomes(results)).containsExactly(Outcome.LOST);
    assertThat(results.problems().get(0)).startsWith("unexpected end: ");
  }

  @Test
  void a_case_that_writes_its_own_end_is_not_believed() {
    GuestResults results =
        read(
            PLAN,
            start("demo/a.one"),
            end("demo/a.one", "pass", ""),
            end("demo/a.one", "crashed", ""),
            start("demo/a.two"),
            end("demo/a.two", "pass", ""),
            DONE);

    assertThat(outcomes(results)).containsExactly(Outcome.LOST, Outcome.PASS);
    assertThat(results.doubtful()).containsExactly("demo/a.two");
  }

  @Test
  void a_case_that_forges_the_results_of_a_later_one_harms_only_both_of_them() {
    GuestResults results =
        read(
            plan("demo/a.one", "demo/a.two", "demo/a.three"),
            start("demo/a.one"),
            start("demo/a.two"),
            end("demo/a.two", "pass", ""),
            end("demo/a.one", "pass", ""),
            start("demo/a.two"),
            end("demo/a.two", "fail", ""),
            start("demo/a.three"),
            end("demo/a.three", "pass", ""),
            DONE);

    assertThat(outcomes(results)).containsExactly(Outcome.LOST, Outcome.LOST, Outcome.PASS);
    assertThat(results.doubtful()).containsExactly("demo/a.three");
    assertThat(results.problems()).isNotEmpty();
  }

  @Test
  void a_report_of_another_guest_is_told_of() {
    GuestResults results =
        GuestEventReader.read(
            Stream.of(BEGIN, PLAN).map(GuestEventReaderTest::json).toList(), "base-2", LOST);

    assertThat(results.problems().get(0)).startsWith("unexpected begin: ");
  }

  @Test
  void announced_cases_that_nobody_asked_for_have_no_result() {
    GuestResults results =
        GuestEventReader.read(
            Stream.of(
                    "{'event':'suite','protocol':2,'suite':'demo','cases':['demo/a.one',"
                        + "'demo/a.two']}",
                    "{'event':'ready','protocol':2,'suites':1}",
                    BEGIN,
                    plan("demo/a.two"))
                .map(GuestEventReaderTest::json)
                .toList(),
            GUEST,
            LOST);

    assertThat(results.announced()).containsExactly("demo/a.one", "demo/a.two");
    assertThat(results.cases()).extracting(CaseResult::name).containsExactly("demo/a.two");
  }

  @Test
  void an_end_without_a_start_does_not_count() {
    GuestResults results = read(plan("demo/a.one"), end("demo/a.one", "pass", ""), DONE);

    assertThat(outcomes(results)).containsExactly(Outcome.LOST);
  }

  @Test
  void a_case_that_was_not_announced_is_no_case() {
    GuestResults results = read(PLAN, start("demo/b.other"), end("demo/b.other", "pass", ""));

    assertThat(results.cases()).extracting(CaseResult::name).doesNotContain("demo/b.other");
    assertThat(results.problems()).hasSize(2);
  }

  @Test
  void a_second_start_of_a_case_is_a_problem() {
    GuestResults results =
        read(
            plan("demo/a.one"),
            start("demo/a.one"),
            start("demo/a.one"),
            end("demo/a.one", "pass", ""),
            DONE);

    assertThat(outcomes(results)).containsExactly(Outcome.LOST);
    assertThat(results.problems().get(0)).startsWith("unexpected start: ");
  }

  @Test
  void a_case_that_is_announced_twice_is_there_once() {
    GuestResults results = read(plan("demo/a.one", "demo/a.one"));

    assertThat(results.cases()).hasSize(1);
    assertThat(results.problems()).contains("case planned twice: demo/a.one");
  }

  @Test
  void a_protocol_that_is_not_known_is_refused() {
    GuestResults results =
        read(
            "{'event':'plan','protocol':3,'suite':'demo','cases':['demo/a.one']}",
            start("demo/a.one"),
            end("demo/a.one", "pass", ""),
            DONE);

    assertThat(results.cases()).isEmpty();
    assertThat(results.problems().get(0)).startsWith("protocol 3, want 2: ");
  }

  @Test
  void a_guest_that_says_nothing_is_told_of() {
    assertThat(read().problems()).containsExactly("the guest began no suite");
    assertThat(read().complete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"excellent", "lost", "PASS", "''"})
  void an_outcome_that_is_not_known_is_no_pass(String word) {
    GuestResults results =
        read(
            plan("demo/a.one"),
            start("demo/a.one"),
            end("demo/a.one", word, ""),
            // Not even if it is followed by one that is.
            end("demo/a.one", "pass", ""),
            DONE);

    assertThat(outcomes(results)).containsExactly(Outcome.LOST);
    assertThat(results.problems().get(0)).startsWith("unknown outcome: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'event':'end','case':'demo/a.one','outcome':'pass'",
        "{'event':'end','case':'demo/a.one','outcome':'pass'} {'event':'done'}",
        "{'event':'end','case':'demo/a.one','outcome':'fail','outcome':'pass'}",
        "[{'event':'end','case':'demo/a.one','outcome':'pass'}]",
        "'end'",
        "null",
        "7",
        "login: root",
        "{'event':['end'],'case':'demo/a.one','outcome':'pass'}",
        "{'event':'END','case':'demo/a.one','outcome':'pass'}",
      })
  void a_line_that_is_not_understood_is_a_problem_and_no_pass(String line) {
    GuestResults results = read(plan("demo/a.one"), start("demo/a.one"), line);

    assertThat(outcomes(results)).containsExactly(Outcome.LOST);
    assertThat(results.problems()).hasSize(1);
  }

  @Test
  void deep_nesting_and_huge_numbers_are_survived() {
    String deep = "{'event':'plan','cases':" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    String huge = "{'event':'end','case':'demo/a.one','outcome':'pass','ms':1e999999}";

    GuestResults results =
        read(plan("demo/a.one"), deep, start("demo/a.one"), huge, "9".repeat(60_000));

    assertThat(results.cases()).hasSize(1);
    assertThat(results.problems()).isNotEmpty();
  }

  @Test
  void noise_is_survived_counted_and_makes_no_pass() {
    Random random = new Random(6);
    List<String> lines =
        new ArrayList<>(List.of(json(BEGIN), json(plan("demo/a.one")), json(start("demo/a.one"))));
    String end = json(end("demo/a.one", "pass", ""));
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      lines.add(new String(bytes, StandardCharsets.UTF_8).replace('\n', ' '));
      lines.add(end.substring(0, random.nextInt(end.length())));
    }

    GuestResults results = GuestEventReader.read(lines, GUEST, LOST);

    assertThat(outcomes(results)).containsExactly(Outcome.LOST);
    assertThat(results.problems())
        .hasSize(21)
        .last()
        .asString()
        .contains("more of the guest's lines");
  }

  @Test
  void a_long_line_is_shortened_in_the_report() {
    assertThat(read("x".repeat(100_000)).problems().get(0)).hasSizeLessThan(200);
  }

  @Test
  void empty_lines_mean_nothing() {
    assertThat(read("", "  ", plan("demo/a.one"), "").problems()).isEmpty();
  }

  @Test
  void unknown_fields_are_ignored_as_the_protocol_says() {
    GuestResults results =
        read(
            "{'event':'plan','protocol':2,'suite':'demo','cases':['demo/a.one'],'seed':7}",
            start("demo/a.one"),
            end("demo/a.one", "pass", ",'truncated':true,'colour':'red'"),
            DONE);

    assertThat(outcomes(results)).containsExactly(Outcome.PASS);
    assertThat(results.problems()).isEmpty();
  }

  @Test
  void cases_that_are_announced_when_a_case_may_be_speaking_are_not_believed() {
    String suite = "{'event':'suite','protocol':2,'suite':'demo','cases':['demo/a.%s']}";
    GuestResults results =
        GuestEventReader.read(
            Stream.of(
                    suite.formatted("one"),
                    "{'event':'ready','protocol':2,'suites':1}",
                    BEGIN,
                    plan("demo/a.one", "demo/a.two"),
                    start("demo/a.one"),
                    suite.formatted("forged"),
                    end("demo/a.one", "pass", ""),
                    start("demo/a.two"),
                    end("demo/a.two", "pass", ""),
                    DONE)
                .map(GuestEventReaderTest::json)
                .toList(),
            GUEST,
            LOST);

    assertThat(results.announced()).containsExactly("demo/a.one");
    assertThat(results.doubtful()).containsExactly("demo/a.two");
    assertThat(results.problems())
        .singleElement()
        .asString()
        .startsWith("suite announced too late");
  }

  private static String plan(String... cases) {
    return "{'event':'plan','protocol':2,'suite':'demo','cases':['"
        + String.join("','", cases)
        + "']}";
  }

  private static String start(String name) {
    return "{'event':'start','case':'" + name + "'}";
  }

  private static String end(String name, String outcome, String more) {
    return "{'event':'end','case':'" + name + "','outcome':'" + outcome + "'" + more + "}";
  }

  private static List<Outcome> outcomes(GuestResults results) {
    return results.cases().stream().map(CaseResult::outcome).toList();
  }

  private static GuestResults read(String... lines) {
    return GuestEventReader.read(
        Stream.concat(Stream.of(BEGIN), Arrays.stream(lines))
            .map(GuestEventReaderTest::json)
            .toList(),
        GUEST,
        LOST);
  }

  private static String json(String line) {
    return line.replace('\'', '"');
  }
}
