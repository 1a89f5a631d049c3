// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kverdict.vm.RunOutcome;
import org.kverdict.vm.RunPhase;

class EndingTest {
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      nullValues = "-",
      textBlock =
          """
          panic, hung, done,  ended, shutdown,        outcome
          -,     -,    true,  false, guest-shutdown,  the guest finished and powered off
          -,     -,    true,  true,  host-qmp-quit,   the guest finished but did not power off
          -,     -,    true,  true,  -,               the guest finished but did not power off
          -,     -,    false, false, guest-shutdown,  the guest powered off before it had sent its last event
          -,     -,    false, false, guest-reset,     the guest reset itself without a panic
          -,     -,    true,  false, guest-reset,     the guest reset itself without a panic
          -,     -,    false, false, guest-panic,     the kernel panicked: no message on the console
          -,     -,    false, false, host-signal,     'the machine died with exit status 7, saying words'
          -,     -,    false, false, -,               'the machine died with exit status 7, saying words'
          -,     -,    true,  false, -,               'the machine died with exit status 7, saying words'
          oops!, -,    false, false, guest-reset,     the kernel panicked: oops!
          oops!, -,    true,  false, guest-shutdown,  the guest finished and powered off
          oops!, -,    false, false, guest-shutdown,  the kernel panicked: oops!
          oops!, RUN,  false, false, -,               the kernel panicked: oops!
          oops!, -,    false, true,  host-qmp-quit,   the kernel panicked: oops!
          -,     BOOT, false, false, -,               the guest was not ready within 3.0 s of its start
          -,     RUN,  false, false, -,               the guest did not end within 3.0 s of taking its work
          -,     RUN,  false, false, guest-shutdown,  the guest did not end within 3.0 s of taking its work
          """)
  void the_worse_sign_counts(
      String panic, RunPhase hung, boolean done, boolean ended, String shutdown, String outcome) {
    Ending ending =
        new Ending(
            Optional.ofNullable(panic),
            Optional.ofNullable(hung)
                .map(phase -> new RunOutcome.Hung(phase, Duration.ofSeconds(3))),
            true,
            done,
            ended,
            Optional.ofNullable(shutdown),
            7,
            "words");

    assertThat(ending.outcome().describe()).isEqualTo(outcome);
  }
}
