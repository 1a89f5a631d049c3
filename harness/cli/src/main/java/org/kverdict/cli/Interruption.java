// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What Ctrl-C and SIGTERM do: the run's thread is interrupted, unwinds, stops what it started and
 * deletes what was under way, and only then the JVM ends, with 128 plus the signal's number.
 */
final class Interruption {
  /** Longer than any unwinding takes; after that the children die with the JVM anyway. */
  private static final long BOUND_SECONDS = 10;

  private final CountDownLatch unwound = new CountDownLatch(1);

  private Interruption() {}

  static Interruption install(Thread run) {
    Interruption interruption = new Interruption();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> interruption.stop(run), "kverdict-interruption"));
    return interruption;
  }

  /** The command is over; there is nothing to stop any more. */
  void unwound() {
    unwound.countDown();
  }

  private void stop(Thread run) {
    if (unwound.getCount() == 0) {
      return;
    }
    run.interrupt();
    try {
      unwound.await(BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
