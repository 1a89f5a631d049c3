// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kverdict.report.ExitCode;
import org.kverdict.report.Results;
import org.kverdict.report.VerdictDocument;
import org.kverdict.report.VerdictJson;
import org.kverdict.results.Outcome;

/**
 * The command line on real kernels: what a series can do wrong, and what a user can do to a run.
 */
class RunKernelTest {
  private static final String TRACE_CMP_CASE = "kcov/enable.again_in_the_other_mode_collects";
  private static final String AFTERWARDS = "kcov/trace.goes_on_after_munmap";

  @TempDir Path folder;

  @Test
  void warningAtThePatchedStepIsARegressionThoughEveryCasePasses() throws Exception {
    int exit = run(Patches.enabling("WARN_ON(arg == KCOV_TRACE_CMP);"));

    assertThat(exit).isEqualTo(ExitCode.REGRESSED);
    assertThat(verdict().verdict()).isEqualTo("regressed");
    assertThat(verdict().faults())
        .filteredOn(fault -> !fault.verdict().equals("allowed"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.verdict()).isEqualTo("regressed");
              assertThat(fault.kind()).isEqualTo("warning");
              assertThat(fault.title()).contains("kcov");
              assertThat(fault.steps()).containsExactly("+1");
              assertThat(fault.cases()).containsExactly(TRACE_CMP_CASE);
            });
    assertThat(new Results(verdict()).at("+1").outcome(TRACE_CMP_CASE)).isEqualTo(Outcome.PASS);
  }

  @Test
  void panicBetweenTwoGoodEndsIsIntermediateOnly() throws Exception {
    String panic = "if (arg == KCOV_TRACE_CMP) panic(\"provoked\");";

    int exit = run(Patches.enabling(panic), Patches.undoing(panic));

    assertThat(exit).isEqualTo(ExitCode.REGRESSED);
    VerdictDocument verdict = verdict();
    assertThat(verdict.verdict()).isEqualTo("intermediate-only");
    assertThat(verdict.steps())
        .extracting(VerdictDocument.Step::boot)
        .containsExactly("finished", "panicked", "finished");
    assertThat(verdict.steps().get(0).kernel()).isEqualTo(verdict.steps().get(2).kernel());
    Results results = new Results(verdict);
    assertThat(results.at("+1").outcome(TRACE_CMP_CASE)).isEqualTo(Outcome.CRASHED);
    assertThat(results.at("+1").message(TRACE_CMP_CASE))
        .hasValueSatisfying(m -> assertThat(m).contains("provoked"));
    // What the panic kept from running has a guest of its own, and no harm is said of it.
    assertThat(results.at("+1").outcome(AFTERWARDS)).isEqualTo(Outcome.PASS);
    assertThat(verdict.steps().get(1).guests()).hasSizeGreaterThan(1);
    assertThat(verdict.cases())
        .filteredOn(it -> it.intermediateOnly())
        .extracting(VerdictDocument.Case::name)
        .containsExactly(TRACE_CMP_CASE);
  }

  @Test
  void stepThatDoesNotCompileIsReportedWithTheStepsAroundIt() throws Exception {
    String broken = "return not_declared;";

    int exit = run(Patches.enabling(broken), Patches.undoing(broken));

    assertThat(exit).isEqualTo(ExitCode.NOT_BUILT);
    VerdictDocument verdict = verdict();
    assertThat(verdict.steps())
        .extracting(VerdictDocument.Step::boot)
        .containsExactly("finished", "none", "finished");
    VerdictDocument.Step failed = verdict.steps().get(1);
    assertThat(failed.build()).isEqualTo("failed");
    assertThat(failed.buildErrors())
        .first()
        .asString()
        .contains("kernel/kcov.c")
        .contains("not_declared");
    assertThat(output()).contains("+1 does not build").contains("+1/build.log");
    assertThat(folder.resolve("out/+1/build.log")).content().contains("not_declared");
    assertThat(new Results(verdict).at("base").outcome(TRACE_CMP_CASE)).isEqualTo(Outcome.PASS);
  }

  @Test
  void optionThatTheTreeDoesNotKnowIsNamedWithTheNearest() throws Exception {
    Path fragment = Files.writeString(folder.resolve("typo.config"), "CONFIG_KCOVV=y\n");

    int exit = kverdict("--config", "kcov," + fragment);

    assertThat(exit).isEqualTo(ExitCode.NOT_BUILT);
    assertThat(verdict().steps())
        .singleElement()
        .extracting(VerdictDocument.Step::build)
        .isEqualTo("misconfigured");
    assertThat(output()).contains("typo.config:1").contains("did you mean CONFIG_KCOV?");
  }

  @Test
  void seriesThatDoesNotApplyNamesPatchFileAndHunk() throws Exception {
    int exit =
        run(
            Patches.enabling(";"),
            Patches.enabling(";").replace("KCOV_TRACE_PC", "KCOV_TRACE_PIC"));

    assertThat(exit).isEqualTo(ExitCode.SERIES_REFUSED);
    assertThat(verdict().verdict()).isEqualTo("not-applied");
    assertThat(output()).contains("patch 2 (2.diff").contains("kernel/kcov.c: hunk #1");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void signalStopsTheRunAndLeavesNothing(String signal, int exit) throws Exception {
    try (KverdictProcess kverdict = start()) {
      kverdict.awaitChild("qemu");
      List<ProcessHandle> children = kverdict.descendants();

      send(signal, kverdict);

      assertThat(kverdict.exit()).isEqualTo(exit);
      assertThat(children).isNotEmpty();
      KverdictProcess.await(
          "children survive", () -> children.stream().noneMatch(RunKernelTest::isRunning));
      assertThat(kverdict.output()).contains("interrupted");
      assertThat(runtimeFolders(kverdict)).isEmpty();
    }
  }

  @Test
  void kill9LeavesNoProcessAndTheNextRunIsRight() throws Exception {
    // At its start, when QEMU was started, and somewhat into the guest.
    for (String milestone : List.of("java", "qemu", "qemu")) {
      try (KverdictProcess kverdict = start()) {
        if (milestone.equals("qemu")) {
          kverdict.awaitChild("qemu");
        }
        List<ProcessHandle> children = kverdict.descendants();

        send("KILL", kverdict);

        assertThat(kverdict.exit()).isEqualTo(128 + 9);
        KverdictProcess.await(
            "children survive", () -> children.stream().noneMatch(RunKernelTest::isRunning));
      }
    }

    assertThat(kverdict()).isEqualTo(ExitCode.OK);
    assertThat(verdict().expectations().met()).isTrue();
  }

  private int run(String... diffs) throws Exception {
    Path series = Patches.series(folder.resolve("series"), diffs);
    return kverdict(
        "--series",
        series.toString(),
        "--expect-fixed=",
        "--expect-changed=",
        "--expect-others",
        "any");
  }

  private int kverdict(String... arguments) throws Exception {
    try (KverdictProcess kverdict = start(arguments)) {
      return kverdict.exit();
    }
  }

  private KverdictProcess start(String... arguments) throws IOException {
    String[] all = new String[arguments.length + 4];
    System.arraycopy(
        new String[] {"run", KverdictProcess.PLAN, "--out", folder.resolve("out").toString()},
        0,
        all,
        0,
        4);
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return KverdictProcess.start(folder.resolve("output"), all);
  }

  /** A process that is dead and not yet collected by its parent counts as gone. */
  private static boolean isRunning(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      return process.isAlive() && !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }

  private static void send(String signal, KverdictProcess kverdict) throws Exception {
    String pid = String.valueOf(kverdict.handle().pid());
    new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
  }

  /** Folders for sockets carry the pid of the harness. */
  private static List<Path> runtimeFolders(KverdictProcess kverdict) throws IOException {
    String prefix = "kverdict-" + kverdict.handle().pid() + "-";
    try (Stream<Path> list = Files.list(Path.of("/tmp"))) {
      return list.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  private VerdictDocument verdict() throws IOException {
    return VerdictJson.read(Files.readString(folder.resolve("out/verdict.json")));
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }
}
