// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunOutcomeTest {
  @Test
  void each_describes_itself_in_one_line() {
    List<RunOutcome> all =
        List.of(
            new RunOutcome.Finished(true),
            new RunOutcome.Finished(false),
            new RunOutcome.PoweredOff(),
            new RunOutcome.Panicked("Attempted to kill init!"),
            new RunOutcome.Rebooted(),
            new RunOutcome.Hung(RunPhase.BOOT, Duration.ofMillis(60_040)),
            new RunOutcome.Hung(RunPhase.RUN, Duration.ofSeconds(2)),
            new RunOutcome.MachineDied(139, "first\nsecond"));

    assertThat(all.stream().map(RunOutcome::describe))
        .containsExactly(
            "the guest finished and powered off",
            "the guest finished but did not power off",
            "the guest powered off before it had sent its last event",
            "the kernel panicked: Attempted to kill init!",
            "the guest reset itself without a panic",
            "the guest was not ready within 60.0 s of its start",
            "the guest did not end within 2.0 s of taking its work",
            "the machine died with exit status 139, saying first");
  }
}
