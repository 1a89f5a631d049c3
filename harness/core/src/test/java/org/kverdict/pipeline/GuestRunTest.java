// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.compare.RunResults;
import org.kverdict.console.Fault;
import org.kverdict.process.Command;
import org.kverdict.results.CaseResult;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.RunOutcome;
import org.kverdict.vm.RunRecord;
import org.kverdict.vm.SaveOutcome;

/** What is concluded from what a guest has left. */
class GuestRunTest {
  private static final List<String> ASKED = List.of("a/x.one", "a/x.two", "b/y.one");
  private static final String BEGUN =
      """
      {"event":"begin","guest":"base-1"}
      {"event":"plan","protocol":2,"suite":"a","cases":["a/x.one","a/x.two"]}
      {"event":"start","case":"a/x.one"}
      {"event":"end","case":"a/x.one","outcome":"pass"}
      {"event":"start","case":"a/x.two"}
      """;
  private static final String ENDED =
      BEGUN
          + """
          {"event":"end","case":"a/x.two","outcome":"pass"}
          {"event":"plan","protocol":2,"suite":"b","cases":["b/y.one"]}
          {"event":"start","case":"b/y.one"}
          {"event":"end","case":"b/y.one","outcome":"pass"}
          {"event":"done","suites":2}
          """;
  private static final String BOOT_BUG =
      """
      [    0.1] BUG: sleeping function called from invalid context at mm/slab.h:1
      [    0.1] Call Trace:
      [    0.1]  start_it+0x1/0x2
      """;

  @TempDir Path folder;

  @Test
  void a_suite_that_was_never_planned_is_unsettled_as_well() throws IOException {
    GuestRun run = run(new RunOutcome.Panicked("provoked"), BEGUN, "", List.of());

    assertThat(run.unsettled()).containsExactly("b/y.one");
    assertThat(results(run).missing()).containsExactly("b/y.one");
    assertThat(results(run).cases())
        .extracting(CaseResult::name)
        .containsExactly("a/x.one", "a/x.two");
  }

  @Test
  void what_the_host_has_ended_is_no_result_and_unsettled() throws IOException {
    RunOutcome died = new RunOutcome.MachineDied(137, "killed");

    assertThat(run(died, "", "", List.of()).unsettled()).containsExactlyElementsOf(ASKED);
    GuestRun run = run(died, BEGUN, "", List.of());
    assertThat(run.unsettled()).containsExactly("a/x.two", "b/y.one");
    assertThat(results(run).cases()).extracting(CaseResult::name).containsExactly("a/x.one");
  }

  @Test
  void a_guest_that_goes_while_a_case_runs_is_the_cases_result() throws IOException {
    GuestRun run = run(new RunOutcome.PoweredOff(), BEGUN, "", List.of());

    assertThat(results(run).cases())
        .filteredOn(it -> it.name().equals("a/x.two"))
        .extracting(it -> it.outcome().word())
        .containsExactly("lost");
    assertThat(run.unsettled()).containsExactly("b/y.one");
  }

  @Test
  void what_a_kernel_says_at_every_boot_makes_no_case_doubtful() throws IOException {
    RunOutcome finished = new RunOutcome.Finished(true);

    GuestRun first = run(finished, ENDED, BOOT_BUG, List.of());
    assertThat(first.bootFaults()).hasSize(1);
    assertThat(first.unsettled()).containsExactlyElementsOf(ASKED);

    GuestRun second = run(finished, ENDED, BOOT_BUG, first.bootFaults());
    assertThat(second.unsettled()).isEmpty();
    assertThat(second.faults()).hasSize(1);
  }

  private static RunResults results(GuestRun run) {
    return new CaseRun(Set.of(), List.of(run)).results();
  }

  private GuestRun run(RunOutcome outcome, String results, String console, List<Fault> bootFaults)
      throws IOException {
    RunRecord record =
        new RunRecord(
            outcome,
            Files.writeString(folder.resolve("console.log"), console),
            Files.writeString(folder.resolve("results.jsonl"), results),
            Optional.of(Duration.ofSeconds(1)),
            Duration.ofSeconds(2),
            Command.of("true"),
            Acceleration.TCG,
            new SaveOutcome.NotTried());
    return GuestRun.read(
        "base-1", false, record, new GuestRun.Request(ASKED, List.of(), bootFaults));
  }
}
