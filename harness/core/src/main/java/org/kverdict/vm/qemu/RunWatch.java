// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.vm.Deadlines;
import org.kverdict.vm.GuestLine;
import org.kverdict.vm.RunOutcome.Hung;
import org.kverdict.vm.RunPhase;

/** What has been seen of a running guest, told by several threads and waited for by one. */
final class RunWatch implements QmpListener {
  private final Deadlines deadlines;
  private final Patience patience;
  private final long start = System.nanoTime();

  private @Nullable Long firstLine;
  private @Nullable Long done;
  private @Nullable Long panicked;
  private @Nullable String panic;
  private @Nullable String shutdown;
  private @Nullable InfrastructureException failure;
  private boolean over;

  RunWatch(Deadlines deadlines, Patience patience) {
    this.deadlines = deadlines;
    this.patience = patience;
  }

  /** Why the wait is over. */
  enum End {
    /** The machine ended, or stopped for good. */
    MACHINE,
    /** A deadline passed: {@link RunWatch#hung}. */
    DEADLINE,
    /** The guest has had the time it gets after its last event or after a panic. */
    PATIENCE
  }

  /**
   * Waits for the end.
   *
   * @throws InfrastructureException if what the guest sent could not be kept
   */
  synchronized End await() throws InterruptedException {
    while (true) {
      if (failure != null) {
        throw failure;
      }
      if (over) {
        return End.MACHINE;
      }
      long left = nextDeadline() - System.nanoTime();
      if (left <= 0) {
        return panicked != null || done != null ? End.PATIENCE : End.DEADLINE;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }

  private long nextDeadline() {
    if (panicked != null) {
      return panicked + patience.panic().toNanos();
    }
    if (done != null) {
      return done + patience.powerOff().toNanos();
    }
    return firstLine == null
        ? start + deadlines.boot().toNanos()
        : firstLine + deadlines.run().toNanos();
  }

  /** The phase that a passed deadline belongs to, and how long it has lasted. */
  synchronized Hung hung() {
    return firstLine == null
        ? new Hung(RunPhase.BOOT, since(start))
        : new Hung(RunPhase.RUN, since(firstLine));
  }

  private static Duration since(long moment) {
    return Duration.ofNanos(System.nanoTime() - moment);
  }

  synchronized void onLine(GuestLine line) {
    if (firstLine == null) {
      firstLine = System.nanoTime();
    }
    if (done == null && DoneLine.is(line)) {
      done = System.nanoTime();
    }
    notifyAll();
  }

  synchronized void onPanic(String title) {
    if (panic == null) {
      panic = title;
      panicked = System.nanoTime();
      notifyAll();
    }
  }

  @Override
  public synchronized void onEvent(QmpEvent event) {
    switch (event.name()) {
      case "SHUTDOWN" -> {
        shutdown = event.reason().orElse("");
        over = true;
      }
      // QEMU stops a guest that it cannot go on with: an error of its disk, or of KVM.
      case "STOP" -> over = true;
      default -> {
        return;
      }
    }
    notifyAll();
  }

  @Override
  public synchronized void onEnd() {
    over = true;
    notifyAll();
  }

  @Override
  public void onGarbage(IOException reason) {
    onFailure(
        new InfrastructureException(
            "QEMU broke its control protocol: " + reason.getMessage(), reason));
  }

  synchronized void onFailure(InfrastructureException reason) {
    failure = failure == null ? reason : failure;
    notifyAll();
  }

  synchronized Optional<Duration> toFirstLine() {
    return Optional.ofNullable(firstLine).map(moment -> Duration.ofNanos(moment - start));
  }

  synchronized Duration wall() {
    return since(start);
  }

  synchronized boolean isDone() {
    return done != null;
  }

  synchronized Optional<String> panic() {
    return Optional.ofNullable(panic);
  }

  synchronized Optional<String> shutdown() {
    return Optional.ofNullable(shutdown);
  }

  /** Throws if what the guest sent could not be kept. */
  synchronized void requireIntact() {
    if (failure != null) {
      throw failure;
    }
  }
}
