// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kverdict.vm.Deadlines;

@Timeout(60)
class RunWatchTest {
  private static final Duration BOOT = Duration.ofMillis(500);

  private final RunWatch watch =
      new RunWatch(new Deadlines(BOOT, Duration.ofHours(1)), Patience.DEFAULT);

  @Test
  void guest_that_is_made_to_stand_still_keeps_its_time_to_boot() throws InterruptedException {
    watch.hold(true);
    Duration held = watch.wall();
    while (watch.wall().compareTo(held.plus(BOOT)) < 0) {
      LockSupport.parkNanos(BOOT.toNanos());
    }
    Duration released = watch.wall();
    watch.hold(false);

    assertThat(watch.awaitEnd()).isEqualTo(RunWatch.End.DEADLINE);
    // Its whole time, however late all of this was: what it had used before and has got since.
    assertThat(watch.wall()).isGreaterThanOrEqualTo(released.minus(held).plus(BOOT));
    assertThat(watch.hung().after()).isLessThanOrEqualTo(watch.wall().minus(released.minus(held)));
  }
}
