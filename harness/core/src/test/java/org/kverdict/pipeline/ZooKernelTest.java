// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kverdict.fake.Leftovers;
import org.kverdict.results.CaseResult;
import org.kverdict.results.Outcome;

/**
 * Cases that take the kernel, init, the runner or the ports from under the harness, between
 * neighbours that do no harm. Whatever they do, the neighbours have their own results, or none and
 * another guest.
 */
@Timeout(30)
class ZooKernelTest {
  private static final String BEFORE = "zoo/quiet.passes";
  private static final String FAILS = "zoo/quiet.fails";
  private static final String OBSERVES = "zoo/quiet.observes";
  private static final List<String> AFTER = List.of(FAILS, OBSERVES);
  private static final Map<String, Outcome> RIGHT =
      Map.of(BEFORE, Outcome.PASS, FAILS, Outcome.FAIL, OBSERVES, Outcome.PASS);

  @TempDir static Path folder;
  private static Zoo zoo;
  private Leftovers leftovers;

  /** What becomes of the neighbours that come after a hostile case. */
  enum Neighbours {
    /** They run, and their results hold. */
    RIGHT,
    /** They run, but what they say is not to be relied on. */
    DOUBTFUL,
    /** They have no results. */
    LOST
  }

  @BeforeAll
  static void boot() {
    zoo = Zoo.ofCases(folder);
  }

  @BeforeEach
  void look() {
    leftovers = Leftovers.since();
  }

  @AfterEach
  void nothing_is_left_behind() throws InterruptedException {
    leftovers.requireNone();
  }

  @ParameterizedTest
  @CsvSource({
    "kernel.panics, the kernel panicked: provoked: nothing works any more, crashed, LOST",
    "kernel.oopses, the guest finished and powered off, crashed, DOUBTFUL",
    "kernel.oopses_in_an_interrupt, the kernel panicked: Fatal exception in interrupt, crashed,"
        + " LOST",
    "kernel.triple_faults, the guest reset itself without a panic, lost, LOST",
    "kernel.hangs_with_interrupts_off, the guest was silent, timed-out, LOST",
    "kernel.hangs_with_interrupts_on, the guest was silent, timed-out, LOST",
    "kernel.leaves_a_process_that_cannot_be_killed, the guest finished and powered off, timed-out,"
        + " RIGHT",
    "machine.is_rebooted, the guest reset itself without a panic, lost, LOST",
    "machine.is_powered_off, the guest powered off before it had sent its last event, lost, LOST",
    "machine.is_halted, the guest was silent, timed-out, LOST",
    "init.is_made_to_crash, the kernel panicked: Attempted to kill init!, crashed, LOST",
    "init.is_held, the guest did not end within, timed-out, RIGHT",
    "runner.is_killed, the guest finished and powered off, lost, LOST",
    "runner.is_stopped, the guest was silent, timed-out, LOST",
    "process.sleeps_for_ever, the guest finished and powered off, timed-out, RIGHT",
    "process.spins_and_ignores_signals, the guest finished and powered off, timed-out, RIGHT",
    "process.forks_for_ever, the guest finished and powered off, timed-out, RIGHT",
    "process.forks_sessions_for_ever, the guest finished and powered off, timed-out, RIGHT",
    "process.uses_up_the_memory, the guest finished and powered off, crashed, RIGHT",
    "process.fills_the_file_system, the guest finished and powered off, pass, RIGHT",
    "process.floods_its_output, the guest finished and powered off, timed-out, RIGHT",
    "console.is_flooded, the guest finished and powered off, timed-out, RIGHT",
    "console.is_flooded_through_the_kernel, the guest finished and powered off, timed-out, RIGHT",
    "console.tells_of_a_panic, the guest finished and powered off, pass, DOUBTFUL",
    "console.is_torn, the guest finished and powered off, pass, RIGHT",
    "results.are_its_own, the guest finished and powered off, lost, DOUBTFUL",
    "results.are_those_of_a_neighbour, the guest finished and powered off, lost, DOUBTFUL",
    "results.of_an_earlier_case_change, the guest finished and powered off, pass, DOUBTFUL",
    "results.are_done, the guest finished and powered off, lost, LOST",
    "results.begin_again, the guest finished and powered off, pass, DOUBTFUL",
    "results.are_flooded, the guest finished and powered off, timed-out, RIGHT",
    "results.are_behind_a_long_line, the guest finished and powered off, lost, DOUBTFUL",
    "results.port_does_not_wait, the guest finished and powered off, pass, RIGHT",
  })
  void a_hostile_case_has_its_own_outcome_and_no_other(
      String name, String end, String outcome, Neighbours neighbours) {
    String hostile = "zoo/" + name;

    GuestRun run = zoo.run(List.of(BEFORE, hostile, FAILS, OBSERVES));

    assertThat(run.record().outcome().describe()).startsWith(end);
    assertThat(outcomes(run)).containsEntry(hostile, Outcome.ofWord(outcome).orElseThrow());
    assertThat(run.unsettled()).doesNotContain(hostile);
    nothing_is_invented(run);
    if (neighbours == Neighbours.RIGHT) {
      assertThat(outcomes(run)).containsAllEntriesOf(RIGHT);
      assertThat(run.unsettled()).isEmpty();
      return;
    }
    // A case that is told of while it cannot have run is lost for a reason of its own.
    List<String> lost = AFTER.stream().filter(it -> !run.unsettled().contains(it)).toList();
    assertThat(run.unsettled()).isSubsetOf(AFTER);
    assertThat(lost).allSatisfy(it -> assertThat(outcomes(run)).containsEntry(it, Outcome.LOST));
    assertThat(run.unsettled()).isNotEmpty();
    if (neighbours == Neighbours.LOST) {
      assertThat(outcomes(run)).containsEntry(FAILS, Outcome.LOST);
      assertThat(outcomes(run)).containsEntry(OBSERVES, Outcome.LOST);
    }
    settled_in_a_fresh_guest(run.unsettled());
  }

  /** A case has the outcome that it has in a guest of its own, or none. */
  private static void nothing_is_invented(GuestRun run) {
    RIGHT.forEach((name, right) -> assertThat(outcomes(run).get(name)).isIn(right, Outcome.LOST));
  }

  private static void settled_in_a_fresh_guest(List<String> cases) {
    GuestRun again = zoo.run(cases);

    assertThat(again.unsettled()).isEmpty();
    assertThat(again.isSound()).isTrue();
    cases.forEach(name -> assertThat(outcomes(again)).containsEntry(name, RIGHT.get(name)));
    assertThat(again.results().cases())
        .filteredOn(result -> result.name().equals(OBSERVES))
        .extracting(CaseResult::observed)
        .containsExactly(Optional.of("EBUSY"));
  }

  private static Map<String, Outcome> outcomes(GuestRun run) {
    return run.results().cases().stream()
        .collect(Collectors.toMap(CaseResult::name, CaseResult::outcome));
  }
}
