// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kverdict.fake.Leftovers;
import org.kverdict.vm.Machine;
import org.kverdict.vm.RunOutcome;

/** Guests whose init lies on the results port; {@code guest-tests/liar.c} has the lies. */
@Timeout(30)
class ZooLiarKernelTest {
  private static final String FINISHED = "the guest finished and powered off";
  private static final String OFF = "the guest powered off before it had sent its last event";
  private static final String HUNG = "the guest did not end within";

  @TempDir static Path folder;
  private static Zoo liars;
  @TempDir Path own;
  private Leftovers leftovers;

  @BeforeAll
  static void boot() {
    liars = Zoo.ofLiars(folder);
  }

  @BeforeEach
  void look() {
    leftovers = Leftovers.since();
  }

  @AfterEach
  void nothing_is_left_behind() throws InterruptedException {
    leftovers.requireNone();
  }

  /** How the run ended, what became of the two cases, and whether the report is called sound. */
  @ParameterizedTest
  @CsvSource({
    "honest, " + FINISHED + ", one=pass two=pass, true",
    "invalid-utf8, " + FINISHED + ", one=pass two=fail, true",
    "invalid-utf8-name, " + FINISHED + ", one=pass two=pass, false",
    "invalid-json, " + FINISHED + ", one=pass two=lost, false",
    "two-values, " + FINISHED + ", one=pass two=lost, false",
    "truncated, " + OFF + ", one=pass two=lost, false",
    "no-done, " + OFF + ", one=pass two=pass, true",
    "end-before-start, " + FINISHED + ", one=lost two=pass, false",
    "starts-overlap, " + FINISHED + ", one=lost two=lost, false",
    "cases-without-a-plan, " + FINISHED + ", one=lost two=lost, false",
    "end-twice, " + FINISHED + ", one=lost two=pass, false",
    "plan-twice, " + FINISHED + ", one=lost two=lost, false",
    "unknown-version, " + FINISHED + ", '', false",
    "unknown-outcome, " + FINISHED + ", one=lost two=pass, false",
    "says-lost, " + FINISHED + ", one=lost two=pass, false",
    "done-first, " + FINISHED + ", one=lost two=lost, false",
    "done-only, " + FINISHED + ", '', false",
    "too-many-suites, " + FINISHED + ", one=pass two=pass, false",
    "numbers, " + FINISHED + ", one=pass two=pass, true",
    "types, " + FINISHED + ", one=pass two=lost, false",
    "names, " + FINISHED + ", one=pass two=pass, false",
    "deep, " + FINISHED + ", one=pass two=pass, false",
    "long-line, " + FINISHED + ", one=pass two=pass, false",
    "flood, " + FINISHED + ", one=pass two=pass, false",
    "flood-for-ever, " + HUNG + ", one=pass two=timed-out, false",
    "panic-and-flood, the kernel panicked: said a liar, one=pass two=crashed, false",
    "silence, " + HUNG + ", one=pass two=lost, true",
    "done-and-stay, the guest finished but did not power off, one=pass two=pass, true",
    "reboot, the guest reset itself without a panic, one=pass two=lost, true",
    "exit, the kernel panicked: Attempted to kill init!, one=pass two=crashed, true",
  })
  void a_lie_makes_no_outcome(String lie, String end, String outcomes, boolean sound)
      throws IOException {
    GuestRun run = liars.lie(lie, 8);

    assertThat(run.record().outcome().describe()).startsWith(end);
    assertThat(outcomes(run)).isEqualTo(outcomes);
    assertThat(run.isSound()).isEqualTo(sound);
    assertThat(run.results().cases()).allSatisfy(it -> assertThat(it.millis()).isBetween(0L, 9L));
    assertThat(Files.size(run.record().results())).isLessThan(Machine.FILE_LIMIT + 200);
  }

  @Test
  void hundred_thousand_cases_are_a_long_list_and_no_more() {
    GuestRun run = liars.lie("many-cases", 15);

    assertThat(run.record().outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(run.results().cases()).hasSize(100_000);
    assertThat(run.results().began()).hasSize(1000);
    assertThat(run.unsettled()).hasSize(99_000);
  }

  @ParameterizedTest
  @CsvSource({"never-opens-the-port", "never-ready", "never-takes-its-work", "announces-many"})
  void a_guest_that_does_not_begin_is_not_waited_for(String lie) {
    GuestRun run = Zoo.unborn(own, lie).lie(lie, 12);

    assertThat(run.record().outcome().describe()).startsWith("the guest was not ready within 12.");
    assertThat(run.results().cases()).isEmpty();
    assertThat(run.cameUp()).isFalse();
  }

  private static String outcomes(GuestRun run) {
    return run.results().cases().stream()
        .map(it -> it.name().replace("zoo/liar.", "") + "=" + it.outcome().word())
        .collect(Collectors.joining(" "));
  }
}
