// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.compare.Allowance;
import org.kverdict.compare.Expectations;
import org.kverdict.compare.Repeats;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.source.SourceSpec;

class PlanReaderTest {
  private static final String LEAST = "source: dir:linux\ntests: [kcov]\n";

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void make_a_home() throws IOException {
    home = new Home(folder.resolve("home"));
    write("home/kernel-configs/kcov.config", "CONFIG_KCOV=y\n");
    write("home/kernel-configs/guest.config", "");
    write("home/guest-tests/build/suites/kcov", "");
    write("home/guest-tests/build/suites/mm", "");
  }

  @Test
  void a_plan_may_say_everything() throws IOException {
    write("plans/own.config", "CONFIG_A=y\n");

    Plan plan =
        read(
            """
            name: kcov-mmap
            source: git:../linux@v6.1
            series: series/
            configs: [kcov, own.config]
            arch: x86_64
            tests: [kcov, mm]
            steps: ends
            guest:
              memory: 2G
              cpus: 4
            timeouts:
              boot: 90s
              run: 5m
              case: 1h
            repeat: {least: 2, most: 30, significance: 0.01}
            isolate: ["kcov/trace.*"]
            allow:
              - fault: allocation failure
                title: allocation failure in kcov_*
                cases: [kcov/init.*]
                reason: the size is the point
            expect:
              fixed: [kcov/a.b]
              changed: [kcov/c.d]
              others: same
            """);

    assertThat(plan)
        .isEqualTo(
            new Plan(
                "kcov-mmap",
                new SourceSpec.Git(folder.resolve("linux"), "v6.1"),
                Optional.of(folder.resolve("plans/series")),
                List.of(home.ownFragment("kcov"), folder.resolve("plans/own.config")),
                "x86_64",
                List.of("kcov", "mm"),
                Steps.ENDS,
                new Plan.Guest(2048, 4),
                new Plan.Timeouts(
                    Duration.ofSeconds(90),
                    Duration.ofMinutes(5),
                    Optional.of(Duration.ofHours(1))),
                new Repeats(2, 30, 0.01),
                List.of("kcov/trace.*"),
                List.of(
                    new Allowance(
                        "allocation failure",
                        "allocation failure in kcov_*",
                        List.of("kcov/init.*"),
                        "the size is the point")),
                false,
                new Expectations(Set.of("kcov/a.b"), Set.of("kcov/c.d"), true)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "allow: [{fault: warnign, title: x, reason: y}]|unknown kind of fault \"warnign\" (did you mean \"warning\"?)",
        "allow: [{fault: warning, title: x}]|each entry needs",
        "repeat: {least: 0}|bad number of repeats 0 to 64: want 1 to 1000",
      })
  void what_cannot_be_repeated_or_allowed_is_told_of(String line, String message) {
    assertThatThrownBy(() -> read(LEAST + line + "\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_plan_may_say_little() throws IOException {
    Plan plan = read(LEAST);

    assertThat(plan.name()).isEqualTo("kverdict");
    assertThat(plan.series()).isEmpty();
    assertThat(plan.steps()).isEqualTo(Steps.ALL);
    assertThat(plan.machine()).isEqualTo(new Plan.Guest(512, 2));
    assertThat(plan.expectations()).isEqualTo(Expectations.none());
  }

  @Test
  void the_command_line_wins_over_the_plan_and_leaves_the_rest() throws IOException {
    Path file =
        write("plans/plan.yaml", LEAST + "name: mine\nguest: {memory: 1G, cpus: 4}\nsteps: all\n");
    PlanFile commandLine =
        new PlanFile(
            null,
            null,
            null,
            null,
            null,
            List.of("mm"),
            Steps.ENDS,
            new PlanFile.Guest(null, 1),
            null,
            null,
            null,
            null,
            null,
            null);

    Plan plan = new PlanReader(home).read(Optional.of(file), commandLine);

    assertThat(plan.name()).isEqualTo("mine");
    assertThat(plan.tests()).containsExactly("mm");
    assertThat(plan.steps()).isEqualTo(Steps.ENDS);
    assertThat(plan.machine()).isEqualTo(new Plan.Guest(1024, 1));
    assertThat(plan.source()).hasToString("dir:" + folder.resolve("plans/linux"));
  }

  @Test
  void paths_on_the_command_line_start_here_and_not_at_the_plan() throws IOException {
    Path file = write("plans/plan.yaml", LEAST + "series: series\n");
    PlanFile commandLine =
        new PlanFile(
            null,
            "tar:x.tar",
            "other",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    Plan plan = new PlanReader(home).read(Optional.of(file), commandLine);

    Path here = Path.of("").toAbsolutePath();
    assertThat(plan.source()).hasToString("tar:" + here.resolve("x.tar"));
    assertThat(plan.series()).contains(here.resolve("other"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test: [kcov]|3:1: unknown key \"test\" (did you mean \"tests\"?)",
        "guest: {memory: 1G, cpu: 2}|unknown key \"cpu\" (did you mean \"cpus\"?)",
        "zebra: 1|3:1: unknown key \"zebra\". Known here: aa, allow, arch, configs,",
        "configs: kcov|configs: wrong type, want a list",
        "guest: large|guest: ",
        "guest: {cpus: many}|guest.cpus: \"many\", wrong type, want a whole number",
        "guest: {cpus: 0}|bad cpu count 0: want 1 to 64",
        "guest: {cpus: 65}|bad cpu count 65: want 1 to 64",
        "guest: {memory: 5}|guest.memory: wrong type, want a size like 512M or 2G",
        "guest: {memory: 32M}|bad memory size \"32M\"",
        "timeouts: {boot: soon}|bad time-out \"soon\": want 1s to 24h",
        "timeouts: {boot: 0s}|bad time-out \"0s\"",
        "timeouts: {boot: 25h}|bad time-out \"25h\"",
        "steps: some|steps: \"some\", want all or ends",
        "expect: {others: none}|expect.others: \"none\", want any or same",
        "name: a: b|mapping values are not allowed here",
        "name: [|plan.yaml:",
        "configs: [~]|configs: ",
        "configs: [kcv]|there is no config fragment \"kcv\": neither a file",
        "source: linux|",
      })
  void what_is_wrong_is_named(String line, String message) throws IOException {
    Throwable thrown = catchThrowable(() -> read(LEAST + line + "\n"));

    assertThat(thrown).isInstanceOf(UsageException.class);
    assertThat(thrown).hasMessageContaining(message == null ? "Duplicate field 'source'" : message);
  }

  @Test
  void a_fragment_that_is_not_there_is_told_of_with_those_that_are() {
    assertThatThrownBy(() -> read(LEAST + "configs: [kcv]\n"))
        .hasMessageContaining("(did you mean \"kcov\"?)")
        .hasMessageContaining("guest, kcov");
  }

  @Test
  void a_suite_that_is_not_there_is_told_of_with_those_that_are() {
    assertThatThrownBy(() -> read("source: dir:linux\ntests: [kcof]\n"))
        .isInstanceOf(UsageException.class)
        .hasMessage("there is no suite \"kcof\" (did you mean \"kcov\"?). Suites: kcov, mm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../kcov", "/bin/sh", "suites/kcov", ""})
  void a_suite_is_a_name_and_no_path(String name) {
    assertThatThrownBy(() -> home.suite(name))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no suite");
  }

  @Test
  void without_guest_tests_it_says_how_to_build_them() throws IOException {
    Files.delete(home.folder().resolve("guest-tests/build/suites/kcov"));
    Files.delete(home.folder().resolve("guest-tests/build/suites/mm"));

    assertThatThrownBy(() -> home.suite("kcov"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("Run \"make guest-tests\" first");
  }

  @ParameterizedTest
  @CsvSource({
    "'tests: [kcov]', no source: name a tree",
    "'source: dir:linux', no tests: name suites"
  })
  void what_is_missing_is_asked_for(String plan, String message) {
    assertThatThrownBy(() -> read(plan + "\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void a_list_with_nothing_in_an_entry_is_refused() {
    assertThatThrownBy(() -> read("source: dir:linux\ntests: [kcov, ~]\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("tests");
  }

  @Test
  void a_second_document_is_not_ignored() {
    assertThatThrownBy(() -> read(LEAST + "---\nname: second\n"))
        .isInstanceOf(UsageException.class);
  }

  @Test
  void an_empty_plan_is_refused() {
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("plan.yaml:1:1: wrong type, want a map of keys");
  }

  @Test
  void a_plan_that_is_not_there_is_named() {
    Path file = folder.resolve("none.yaml");

    assertThatThrownBy(() -> new PlanReader(home).read(file))
        .isInstanceOf(UsageException.class)
        .hasMessage("the plan " + file + " does not exist");
  }

  @ParameterizedTest
  @CsvSource({"64M, 64", "512M, 512", "2G, 2048", "64G, 65536"})
  void a_memory_size_has_a_unit(String text, int mebibytes) {
    assertThat(MemorySize.parse(text).mebibytes()).isEqualTo(mebibytes);
  }

  @ParameterizedTest
  @CsvSource({"1s, PT1S", "90s, PT90S", "5m, PT5M", "24h, PT24H"})
  void a_time_out_has_a_unit(String text, Duration duration) {
    assertThat(Timeout.parse(text).duration()).isEqualTo(duration);
  }

  private Plan read(String text) throws IOException {
    return new PlanReader(home).read(write("plans/plan.yaml", text));
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
