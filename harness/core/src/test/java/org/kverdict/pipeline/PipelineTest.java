// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.failure.UsageException;
import org.kverdict.fake.FakeGuest;
import org.kverdict.fake.FakeLinux;
import org.kverdict.fake.RecordingRunner;
import org.kverdict.fake.VerdictSchema;
import org.kverdict.plan.Home;
import org.kverdict.plan.Plan;
import org.kverdict.plan.PlanReader;
import org.kverdict.report.Results;
import org.kverdict.report.Style;
import org.kverdict.report.TextReport;
import org.kverdict.report.VerdictDocument;
import org.kverdict.report.VerdictJson;
import org.kverdict.results.Outcome;
import org.kverdict.store.Store;

/** Whole runs: real patches, a fake kernel tree, and guests that behave as its sources say. */
@Timeout(120)
class PipelineTest {
  private static final String MAPS = "demo/kcov.maps_pages";
  private static final String ENABLES = "demo/kcov.enables";
  private static final UnaryOperator<String> FIX =
      change("fail demo/kcov.maps_pages kcov.c:5", "pass demo/kcov.maps_pages");
  private static final UnaryOperator<String> BREAK =
      change("pass demo/kcov.enables", "fail demo/kcov.enables kcov.c:11: want 0");
  private static final UnaryOperator<String> MEND =
      change("fail demo/kcov.enables kcov.c:11: want 0", "pass demo/kcov.enables");

  @TempDir Path folder;
  private final RecordingRunner commands =
      new RecordingRunner(FakeGuest::inPlaceOfQemu, FakeGuest::start);
  private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
  private Store store;
  private Path out;

  @BeforeEach
  void make_a_home() throws IOException {
    FakeLinux.write(folder.resolve("linux"));
    write("home/kernel-configs/x86_64.config", "CONFIG_SMP=y\n");
    write("home/kernel-configs/guest.config", "CONFIG_DEBUG_FS=y\n");
    write("home/kernel-configs/kcov.config", "CONFIG_KCOV=y\n");
    write("home/guest-tests/build/init", "init");
    write("home/guest-tests/build/suites/demo", "suite");
    store = Store.open(folder.resolve("cache"));
    out = folder.resolve("out");
  }

  /** Whatever a run writes, the published schema allows. */
  @AfterEach
  void the_verdict_fits_its_schema() throws IOException {
    if (Files.exists(out.resolve("verdict.json"))) {
      assertThat(VerdictSchema.errors(Files.readString(out.resolve("verdict.json")))).isEmpty();
    }
  }

  @Test
  void a_series_that_fixes_a_case() throws IOException {
    series(FIX);

    VerdictDocument verdict = run("expect:\n  fixed: [" + MAPS + "]\n  others: same\n");

    assertThat(verdict.verdict()).isEqualTo("fixed");
    assertThat(verdict.exitCode()).isZero();
    assertThat(verdict.summary()).isEqualTo("1 fixed, 0 regressed, 2 same. As the plan expects.");
    assertThat(verdict.expectations().met()).isTrue();
    Results results = new Results(verdict);
    assertThat(results.steps()).containsExactly("base", "+1");
    assertThat(results.base().outcome(MAPS)).isEqualTo(Outcome.FAIL);
    assertThat(results.patched().outcome(MAPS)).isEqualTo(Outcome.PASS);
    assertThat(verdict.problems()).isEmpty();
    assertThat(VerdictJson.read(Files.readString(out.resolve("verdict.json")))).isEqualTo(verdict);
    evidenceIsWhereItSays(verdict);
    assertThat(store.root().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void a_second_run_builds_nothing_and_says_the_same() throws IOException {
    series(FIX);
    VerdictDocument first = run("");
    long makes = commands.count("make");

    VerdictDocument second = run("");

    assertThat(commands.count("make")).isEqualTo(makes);
    assertThat(second.steps()).extracting(VerdictDocument.Step::build).containsOnly("cached");
    assertThat(second.cases()).usingRecursiveComparison().isEqualTo(first.cases());
    assertThat(second.inputs()).isEqualTo(first.inputs());
  }

  @Test
  void a_case_that_is_broken_in_between_is_found() throws IOException {
    series(FIX, BREAK, MEND);

    VerdictDocument verdict = run("");

    assertThat(verdict.verdict()).isEqualTo("intermediate-only");
    assertThat(verdict.exitCode()).isEqualTo(1);
    assertThat(new Results(verdict).at("+2").outcome(ENABLES)).isEqualTo(Outcome.FAIL);
    assertThat(new Results(verdict).verdict(MAPS)).isEqualTo("fixed");
  }

  @Test
  void with_the_ends_alone_nothing_in_between_is_built() throws IOException {
    series(FIX, BREAK, MEND);

    VerdictDocument verdict = run("steps: ends\n");

    assertThat(new Results(verdict).steps()).containsExactly("base", "+3");
    assertThat(verdict.verdict()).isEqualTo("fixed");
  }

  @Test
  void a_panic_names_the_case_it_hit_and_is_a_fault() throws IOException {
    series(change("pass demo/kcov.enables", "panic demo/kcov.enables Fatal exception"));

    VerdictDocument verdict = run("");

    assertThat(verdict.verdict()).isEqualTo("regressed");
    assertThat(verdict.exitCode()).isEqualTo(1);
    assertThat(new Results(verdict).patched().outcome(ENABLES)).isEqualTo(Outcome.CRASHED);
    assertThat(new Results(verdict).patched().message(ENABLES).orElseThrow())
        .contains("Fatal exception");
    assertThat(verdict.faults())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.kind()).isEqualTo("panic");
              assertThat(fault.verdict()).isEqualTo("regressed");
            });
    assertThat(verdict.steps().get(1).boot()).isEqualTo("panicked");
  }

  @Test
  void a_warning_that_is_new_is_a_regression_even_if_every_case_passes() throws IOException {
    series(
        change(
            "pass demo/kcov.enables */",
            "pass demo/kcov.enables */ /* guest: warn x kernel/kcov.c:99 kcov_mmap+0x12/0x34 */"));

    VerdictDocument verdict = run("");

    assertThat(verdict.verdict()).isEqualTo("regressed");
    assertThat(verdict.faults())
        .extracting(VerdictDocument.FaultEntry::kind)
        .containsExactly("warning");
  }

  @Test
  void a_case_that_takes_its_guest_with_it_is_a_regression() throws IOException {
    series(change("pass demo/kcov.enables", "reset demo/kcov.enables"));

    VerdictDocument verdict = run("");

    assertThat(new Results(verdict).patched().outcome(ENABLES)).isEqualTo(Outcome.LOST);
    assertThat(find(verdict, ENABLES).verdict()).isEqualTo("regressed");
    assertThat(verdict.exitCode()).isEqualTo(1);
  }

  @Test
  void a_guest_that_ends_early_is_no_verdict() throws IOException {
    series(change("pass demo/kcov.enables", "off demo/kcov.enables"));

    VerdictDocument verdict = run("");

    assertThat(verdict.verdict()).isEqualTo("inconclusive");
    assertThat(verdict.exitCode()).isEqualTo(5);
    assertThat(verdict.problems())
        .singleElement()
        .asString()
        .startsWith("+1: the guest powered off");
  }

  @Test
  void a_difference_is_repeated_until_it_is_significant() throws IOException {
    series(FIX);

    VerdictDocument verdict = run("");

    VerdictDocument.Case fixed = find(verdict, MAPS);
    assertThat(fixed.evidence().runs().get("base")).isEqualTo(Map.of("fail", 5));
    assertThat(fixed.evidence().runs().get("+1")).isEqualTo(Map.of("pass", 5));
    assertThat(fixed.evidence().p().orElseThrow())
        .isLessThanOrEqualTo(fixed.evidence().threshold().orElseThrow());
    assertThat(verdict.steps().get(0).guests())
        .extracting(VerdictDocument.Guest::start)
        // The last boots anew: what was drawn by lot at a boot is no property of the kernel.
        .containsExactly("boot", "saved", "saved", "saved", "boot");
    assertThat(out.resolve("base/guest-5/results.jsonl")).isNotEmptyFile();
  }

  @Test
  void a_difference_that_was_seen_once_is_no_verdict() throws IOException {
    series(FIX);

    VerdictDocument verdict = run("repeat: {least: 1, most: 1}\n");

    assertThat(verdict.verdict()).isEqualTo("inconclusive");
    assertThat(verdict.exitCode()).isEqualTo(5);
    assertThat(find(verdict, MAPS).evidence().reason().orElseThrow()).contains("too few");
  }

  @Test
  void a_case_that_sometimes_fails_anyway_is_flaky_and_not_held_against_the_series()
      throws IOException {
    Path source = folder.resolve("linux/kernel/kcov.c");
    Files.writeString(
        source,
        Files.readString(source).replace("pass demo/kcov.enables", "odd demo/kcov.enables"));
    series(FIX);

    VerdictDocument verdict = run("repeat: {most: 12}\n");

    assertThat(find(verdict, ENABLES).verdict()).isEqualTo("flaky");
    assertThat(find(verdict, MAPS).verdict()).isEqualTo("fixed");
    assertThat(verdict.exitCode()).isZero();
  }

  @Test
  void a_tree_that_is_compared_with_itself_is_the_same() throws IOException {
    series(FIX);

    VerdictDocument verdict = run("aa: true\nexpect:\n  fixed: [" + MAPS + "]\n  others: same\n");

    assertThat(new Results(verdict).steps()).containsExactly("base", "again");
    assertThat(verdict.noOp()).isEmpty();
    assertThat(verdict.verdict()).isEqualTo("same");
    assertThat(verdict.exitCode()).isZero();
  }

  @Test
  void what_follows_a_fault_runs_again_in_a_fresh_guest_and_both_are_shown() throws IOException {
    Path source = folder.resolve("linux/kernel/kcov.c");
    Files.writeString(source, Files.readString(source) + "/* guest: pass demo/kcov.follows */\n");
    series(change("pass demo/kcov.enables", "oops demo/kcov.enables kcov_enable+0x12/0x34"));

    VerdictDocument verdict = run("");

    assertThat(verdict.verdict()).isEqualTo("regressed");
    VerdictDocument.Case follows = find(verdict, "demo/kcov.follows");
    assertThat(follows.verdict()).isEqualTo("same");
    assertThat(follows.evidence().runs().get("+1")).isEqualTo(Map.of("pass", 4));
    assertThat(follows.evidence().doubtful().get("+1")).containsOnly("pass");
  }

  @Test
  void a_guest_that_the_host_lost_is_no_outcome() throws IOException {
    series(change("pass demo/kcov.enables", "dies demo/kcov.enables"));

    VerdictDocument verdict = run("");

    assertThat(find(verdict, ENABLES).verdict()).isEqualTo("same");
    assertThat(verdict.exitCode()).isZero();
    assertThat(verdict.problems()).singleElement().asString().contains("the machine died");
    assertThat(events)
        .filteredOn(RunEvent.Note.class::isInstance)
        .anySatisfy(note -> assertThat(note.toString()).contains("run in a fresh guest"));
  }

  @Test
  void a_case_may_ask_for_a_guest_of_its_own() throws IOException {
    VerdictDocument verdict = run("isolate: [\"demo/kcov.en*\"]\nrepeat: {least: 1, most: 1}\n");

    assertThat(verdict.steps().get(0).guests())
        .extracting(VerdictDocument.Guest::cases)
        .containsExactly(verdict.cases().size() - 1, 1);
  }

  @Test
  void a_fault_that_the_plan_allows_is_listed_and_not_held_against_the_series() throws IOException {
    series(
        change(
            "pass demo/kcov.enables */",
            "pass demo/kcov.enables */ /* guest: warn x kernel/kcov.c:99 kcov_mmap+0x12/0x34 */"));

    VerdictDocument verdict =
        run(
            """
            allow:
              - {fault: warning, title: "*", reason: known since 5.9}
              - {fault: kasan, title: "*", reason: never seen}
            """);

    assertThat(verdict.exitCode()).isZero();
    assertThat(verdict.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.allowed()).contains("known since 5.9"));
    assertThat(verdict.allowances())
        .extracting(VerdictDocument.AllowanceEntry::seen)
        .containsExactly(List.of("+1"), List.of());
    assertThat(TextReport.render(verdict, Style.PLAIN, 80))
        .contains("allowed by the plan, but never seen: kasan: *");
  }

  @Test
  void a_step_that_does_not_compile_is_named_and_the_others_are_booted() throws IOException {
    series(change("return -1;", "SYNTAX_ERROR"), change("SYNTAX_ERROR", "return -3;"));

    VerdictDocument verdict = run("");

    assertThat(verdict.verdict()).isEqualTo("not-built");
    assertThat(verdict.exitCode()).isEqualTo(4);
    assertThat(verdict.summary()).isEqualTo("there is no kernel for +1.");
    VerdictDocument.Step broken = verdict.steps().get(1);
    assertThat(broken.build()).isEqualTo("failed");
    assertThat(broken.boot()).isEqualTo("none");
    assertThat(broken.buildErrors()).singleElement().asString().startsWith("kernel/kcov.c:7:");
    assertThat(out.resolve(broken.files().get("buildLog"))).content().contains("error: expected");
    assertThat(verdict.steps())
        .extracting(VerdictDocument.Step::boot)
        .containsExactly("finished", "none", "finished");
  }

  @Test
  void a_config_that_does_not_survive_is_told_of() throws IOException {
    write("home/kernel-configs/guest.config", "CONFIG_NET=y\n");

    VerdictDocument verdict = run("");

    assertThat(verdict.exitCode()).isEqualTo(4);
    assertThat(verdict.steps().get(0).build()).isEqualTo("misconfigured");
    assertThat(verdict.problems().get(0))
        .contains("CONFIG_NET=y (kernel-configs/guest.config:1): this tree knows no such option");
  }

  @Test
  void a_series_that_does_not_apply_is_refused_before_anything_is_built() throws IOException {
    seriesThatDoesNotApply();

    VerdictDocument verdict = run("");

    assertThat(verdict.verdict()).isEqualTo("not-applied");
    assertThat(verdict.exitCode()).isEqualTo(3);
    assertThat(verdict.problems())
        .singleElement()
        .asString()
        .contains("patch 2 (0002.patch, ", "kernel/kcov.c: hunk #1 does not match");
    assertThat(commands.count("make")).isZero();
  }

  @Test
  void a_patch_of_the_documentation_is_a_no_op() throws IOException {
    write("linux/README", "Linux\n");
    writeSeries(List.of(diff("README", "Linux\n", "Linux kernel\n")));

    VerdictDocument verdict = run("");

    assertThat(verdict.verdict()).isEqualTo("no-op");
    assertThat(verdict.exitCode()).isZero();
    assertThat(verdict.noOp()).singleElement().asString().startsWith("README");
  }

  @Test
  void without_a_series_each_case_is_measured_by_itself() throws IOException {
    VerdictDocument verdict = run("");

    assertThat(verdict.verdict()).isEqualTo("ran");
    assertThat(verdict.exitCode()).isEqualTo(1);
    assertThat(verdict.summary()).isEqualTo("1 of 3 cases fail; nothing was compared.");
  }

  @Test
  void a_fault_alone_fails_a_step_that_is_compared_with_nothing() throws IOException {
    Path source = folder.resolve("linux/kernel/kcov.c");
    String text = Files.readString(source);
    String mended = FIX.apply(text);
    Files.writeString(source, mended);
    assertThat(run("").exitCode()).isZero();

    Files.writeString(source, mended + "/* guest: warn x kernel/kcov.c:99 kcov_mmap+0x12/0x34 */");
    VerdictDocument verdict = run("");

    assertThat(verdict.faults()).isNotEmpty();
    assertThat(verdict.exitCode()).isEqualTo(1);
  }

  @Test
  void a_case_that_is_lost_fails_a_step_that_is_compared_with_nothing() throws IOException {
    VerdictDocument verdict = runAlone("reset demo/kcov.enables");

    assertThat(new Results(verdict).base().outcome(ENABLES)).isEqualTo(Outcome.LOST);
    assertThat(verdict.summary()).isEqualTo("1 of 3 cases fail; nothing was compared.");
    assertThat(verdict.exitCode()).isEqualTo(1);
  }

  @Test
  void a_case_that_no_guest_came_to_leaves_a_step_alone_inconclusive() throws IOException {
    VerdictDocument verdict = runAlone("off demo/kcov.enables");

    assertThat(find(verdict, ENABLES).evidence().runs().get("base"))
        .isEqualTo(Map.of("unknown", 1));
    assertThat(verdict.verdict()).isEqualTo("inconclusive");
    assertThat(verdict.exitCode()).isEqualTo(5);
  }

  /** Runs the mended tree alone, in which one case does this instead of passing. */
  private VerdictDocument runAlone(String act) throws IOException {
    Path source = folder.resolve("linux/kernel/kcov.c");
    String mended = FIX.apply(Files.readString(source));
    Files.writeString(source, mended.replace("pass demo/kcov.enables", act));
    return run("");
  }

  @Test
  void a_suite_of_which_nothing_ran_is_no_pass() throws IOException {
    write("home/guest-tests/build/suites/other", "suite");

    VerdictDocument verdict = run("", "demo, other");

    assertThat(verdict.verdict()).isEqualTo("inconclusive");
    assertThat(verdict.problems()).anySatisfy(p -> assertThat(p).contains("suite other"));
  }

  @Test
  void two_runs_do_not_write_to_one_folder() throws IOException {
    write("out/verdict.json", "{}");
    try (OutputFolder claimed = OutputFolder.claim(out, store)) {
      assertThatThrownBy(() -> run(""))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("another run is writing to it");
    }
    assertThat(out.resolve("verdict.json")).hasContent("{}");
    Files.delete(out.resolve("verdict.json"));
  }

  @Test
  void an_expectation_that_is_not_met_fails_the_run() throws IOException {
    series(FIX);

    VerdictDocument verdict = run("expect:\n  fixed: [" + ENABLES + "]\n  others: same\n");

    assertThat(verdict.exitCode()).isEqualTo(1);
    assertThat(verdict.expectations().unmet())
        .containsExactly(
            ENABLES + ": want fixed, got same",
            MAPS + ": want same (the plan lists no change), got fixed");
  }

  @Test
  void an_earlier_runs_verdict_does_not_stay() throws IOException {
    write("out/verdict.json", "{}");
    write("out/+7/console.log", "old");
    write("out/notes.txt", "mine");
    seriesThatDoesNotApply();

    run("");

    assertThat(out.resolve("verdict.json")).content().contains("not-applied");
    assertThat(out.resolve("+7")).doesNotExist();
    assertThat(out.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void fragments_that_contradict_each_other_are_told_of_before_anything_begins()
      throws IOException {
    write("home/kernel-configs/off.config", "# CONFIG_DEBUG_FS is not set\n");

    assertThatThrownBy(() -> run("configs: [off]\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(
            "CONFIG_DEBUG_FS: kernel-configs/guest.config:1 wants y, but kernel-configs/off.config:1 wants n");
    assertThat(events).isEmpty();
    assertThat(out).doesNotExist();
  }

  @Test
  void what_a_guest_writes_reaches_no_terminal_as_it_is() throws IOException {
    series(change("pass demo/kcov.enables", "pass~\\u001b[2J\\u009b31m\\nfake: demo/kcov.enables"));

    VerdictDocument verdict = run("");

    assertThat(new Results(verdict).patched().observed(ENABLES).orElseThrow())
        .contains("\u001b[2J");
    assertThat(TextReport.render(verdict, Style.PLAIN, 80))
        .contains("�[2J�31m�fake:")
        .doesNotContain("\u001b", "\u009b", "\nfake:");
  }

  @Test
  void stages_are_told_of_in_their_order() throws IOException {
    series(FIX);

    VerdictDocument verdict = run("");

    assertThat(events)
        .filteredOn(RunEvent.Ended.class::isInstance)
        .extracting(event -> ((RunEvent.Ended) event).stage())
        .startsWith(Stage.SOURCE, Stage.SERIES, Stage.GUEST, Stage.BUILD)
        .endsWith(Stage.REPEAT);
    assertThat(events).contains(new RunEvent.CaseBegan("+1", MAPS));
    assertThat(verdict.timings())
        .last()
        .extracting(VerdictDocument.Timing::stage)
        .isEqualTo("total");
  }

  private void evidenceIsWhereItSays(VerdictDocument verdict) {
    assertThat(verdict.steps()).hasSize(2);
    for (VerdictDocument.Step step : verdict.steps()) {
      assertThat(step.files()).containsOnlyKeys("buildLog", "config", "console", "results", "qemu");
      step.files().values().forEach(file -> assertThat(out.resolve(file)).isNotEmptyFile());
      assertThat(out.resolve(step.files().get("qemu"))).isExecutable();
    }
    assertThat(out.resolve("junit.xml")).content().contains("<testsuite ", "maps_pages");
  }

  private static VerdictDocument.Case find(VerdictDocument verdict, String name) {
    return verdict.cases().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  private VerdictDocument run(String more) throws IOException {
    return run(more, "demo");
  }

  private VerdictDocument run(String more, String tests) throws IOException {
    String series = Files.exists(folder.resolve("series")) ? "series: series\n" : "";
    Path file = write("plan.yaml", "source: dir:linux\ntests: [" + tests + "]\n" + series + more);
    Home home = new Home(folder.resolve("home"));
    Plan plan = new PlanReader(home).read(file);
    return new Pipeline(commands, store, home, events::add).run(plan, out);
  }

  /** Patches of kernel/kcov.c, each on top of the one before. */
  @SafeVarargs
  private final void series(UnaryOperator<String>... changes) throws IOException {
    String before = Files.readString(folder.resolve("linux/kernel/kcov.c"));
    List<String> diffs = new ArrayList<>();
    for (UnaryOperator<String> change : changes) {
      String after = change.apply(before);
      assertThat(after).isNotEqualTo(before);
      diffs.add(diff("kernel/kcov.c", before, after));
      before = after;
    }
    writeSeries(diffs);
  }

  private void writeSeries(List<String> diffs) throws IOException {
    for (int i = 0; i < diffs.size(); i++) {
      write("series/000" + (i + 1) + ".patch", diffs.get(i));
    }
  }

  private static UnaryOperator<String> change(String from, String to) {
    return text -> text.replace(from, to);
  }

  /** All lines go, all lines come: a hunk without context. */
  private static String diff(String path, String before, String after) {
    String head = "--- a/%s%n+++ b/%s%n@@ -1,%d +1,%d @@%n";
    return String.format(head, path, path, before.lines().count(), after.lines().count())
        + before.lines().map(line -> "-" + line + "\n").collect(Collectors.joining())
        + after.lines().map(line -> "+" + line + "\n").collect(Collectors.joining());
  }

  /** The fix, twice: the second time there is nothing left to fix. */
  private void seriesThatDoesNotApply() throws IOException {
    String before = Files.readString(folder.resolve("linux/kernel/kcov.c"));
    String fix = diff("kernel/kcov.c", before, FIX.apply(before));
    writeSeries(List.of(fix, fix));
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
