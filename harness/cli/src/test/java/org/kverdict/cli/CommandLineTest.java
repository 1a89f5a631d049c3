// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.plan.PlanFile;
import org.kverdict.report.ExitCode;
import org.kverdict.report.VerdictJson;
import picocli.CommandLine;

/** What the command line says before it does anything. */
class CommandLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --sorce x|Unknown option: '--sorce'",
        "run --steps some|Invalid value for option '--steps'",
        "run --memory 5|bad memory size",
        "run --memory 1T|bad memory size",
        "run --cpus many|Invalid value for option '--cpus'",
        "run --boot-timeout soon|bad time-out",
        "run --expect-others none|Invalid value for option '--expect-others'",
        "run a.yaml b.yaml|Unmatched argument at index 2: 'b.yaml'",
        "run --repeat 3..|bad number of repeats \"3..\": want N, or N..M",
        "run --significance much|Invalid value for option '--significance'",
        "run --allow warning|kverdict: Missing required argument(s): --allow-because=REASON",
        "run --source|Missing required parameter for option '--source'",
        "runn|Unmatched argument at index 0: 'runn'",
      })
  void a_wrong_argument_is_named(String line, String message) {
    assertThat(execute(line)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void what_a_plan_says_of_repeats_and_of_allowed_faults_options_say_too() {
    RunCommand run = new RunCommand();
    new CommandLine(run)
        .parseArgs(
            "--repeat=4..16",
            "--significance=0.01",
            "--allow=warning",
            "--allow-because=known",
            "--allow-title=WARNING in *",
            "--allow-in=a/b.c,a/d.*",
            "--allow=lockdep",
            "--allow-because=known, too");

    PlanFile said = run.overrides();

    assertThat(said.repeat()).isEqualTo(new PlanFile.Repeat(4, 16, 0.01));
    assertThat(said.allow())
        .containsExactly(
            new PlanFile.Allow("warning", "WARNING in *", List.of("a/b.c", "a/d.*"), "known"),
            new PlanFile.Allow("lockdep", "*", null, "known, too"));
  }

  @Test
  void repeats_that_are_a_number_are_exactly_so_many() {
    RunCommand run = new RunCommand();
    new CommandLine(run).parseArgs("--repeat=8");

    assertThat(run.overrides().repeat()).isEqualTo(PlanFile.Repeat.exactly(8));
  }

  @Test
  void without_a_command_it_asks_for_one() {
    assertThat(execute("")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "help", "run --help", "help run", "faults --help"})
  void help_fits_80_columns_and_is_no_error(String line) {
    assertThat(execute(line)).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("Usage: kverdict");
    assertThat(out.toString().lines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void help_tells_every_exit_code() {
    execute("--help");

    assertThat(out.toString()).contains(" 0  ", " 1  ", " 2  ", " 3  ", " 4  ", " 5  ", "75  ");
  }

  @Test
  void the_schema_is_printed_as_it_is() {
    assertThat(execute("schema")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).isEqualTo(VerdictJson.schema());
  }

  @Test
  void the_version_is_printed() {
    assertThat(execute("--version")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).startsWith("kverdict ");
  }

  private int execute(String line) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(line.isEmpty() ? new String[0] : line.split(" "));
  }
}
