// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.vm.Deadlines;
import org.kverdict.vm.GuestLine;
import org.kverdict.vm.RunOutcome.Hung;
import org.kverdict.vm.RunPhase;

/** What has been seen of a running guest, told by several threads and waited for by one. */
final class RunWatch implements QmpListener {
  private static final String NOT_BEGUN = "not begun";

  /** QEMU's words for a migration that is through, well or not. */
  private static final Set<String> SETTLED = Set.of("completed", "failed", "cancelled");

  private final Deadlines deadlines;
  private final Patience patience;
  private final long start = System.nanoTime();

  private boolean ready;
  private @Nullable Long begun;
  private @Nullable Long done;
  private @Nullable Long caseBegan;
  private @Nullable Duration caseTimeout;
  private @Nullable Long panicked;
  private @Nullable String panic;
  private @Nullable String shutdown;
  private @Nullable InfrastructureException failure;
  private @Nullable Long heldSince;
  private long stoodStill;
  private boolean over;
  private String migration = NOT_BEGUN;

  RunWatch(Deadlines deadlines, Patience patience) {
    this.deadlines = deadlines;
    this.patience = patience;
  }

  /** Why the wait is over. */
  enum End {
    /** The guest is ready for work. */
    READY,
    /** The machine ended, or stopped for good. */
    MACHINE,
    /** A deadline passed: {@link RunWatch#hung}. */
    DEADLINE,
    /** The guest has had the time it gets after its last event or after a panic. */
    PATIENCE
  }

  /**
   * Waits until the guest is ready for work, or has ended before.
   *
   * @throws InfrastructureException if what the guest sent could not be kept
   */
  synchronized End awaitReady() throws InterruptedException {
    return await(true);
  }

  /**
   * Waits for the end.
   *
   * @throws InfrastructureException if what the guest sent could not be kept
   */
  synchronized End awaitEnd() throws InterruptedException {
    return await(false);
  }

  /** Waits for the machine's end, which may be known a moment later than its silence. */
  synchronized boolean awaitOver(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    while (!over && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
      left = deadline - System.nanoTime();
    }
    return over;
  }

  private synchronized End await(boolean untilReady) throws InterruptedException {
    while (true) {
      requireIntact();
      if (over) {
        return End.MACHINE;
      }
      if (untilReady && ready) {
        return End.READY;
      }
      long left = nextDeadline() - System.nanoTime();
      if (left <= 0) {
        return panicked != null || done != null ? End.PATIENCE : End.DEADLINE;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
  }

  private long nextDeadline() {
    // A guest that says that it panicked, and talks on, has no more time than others.
    return panicked == null
        ? deadlineOfPhase()
        : Math.min(panicked + patience.panic().toNanos(), deadlineOfPhase());
  }

  private long deadlineOfPhase() {
    if (done != null) {
      return done + patience.powerOff().toNanos();
    }
    if (begun == null) {
      return start + stoodStill + deadlines.boot().toNanos();
    }
    long end = begun + deadlines.run().toNanos();
    return caseBegan == null || caseTimeout == null
        ? end
        : Math.min(end, caseBegan + caseTimeout.toNanos() + patience.caseOverdue().toNanos());
  }

  /** The phase that a passed deadline belongs to, and how long it has lasted. */
  synchronized Hung hung() {
    if (begun == null) {
      return new Hung(RunPhase.BOOT, since(start).minusNanos(stoodStill));
    }
    boolean inCase =
        caseBegan != null && since(begun).compareTo(deadlines.run()) < 0 && caseTimeout != null;
    return inCase && caseBegan != null
        ? new Hung(RunPhase.CASE, since(caseBegan))
        : new Hung(RunPhase.RUN, since(begun));
  }

  private static Duration since(long moment) {
    return Duration.ofNanos(System.nanoTime() - moment);
  }

  synchronized void onLine(GuestLine line) {
    long now = System.nanoTime();
    if (panicked != null) {
      // Whoever still reports has not died: what looked like a panic was some program's output.
      // A line that overtook the panic on its way costs a moment only.
      panicked = now;
    }
    GuestEvent.of(line).ifPresent(event -> onGuestEvent(event, now));
    notifyAll();
  }

  private synchronized void onGuestEvent(GuestEvent event, long now) {
    switch (event.name()) {
      case "ready" -> ready = true;
      case "begin" -> begun = begun == null ? Long.valueOf(now) : begun;
      case "start" -> {
        caseBegan = now;
        caseTimeout = event.caseTimeout().orElse(null);
      }
      case "done" -> done = done == null ? Long.valueOf(now) : done;
      default -> caseBegan = null;
    }
  }

  synchronized void onPanic(String title) {
    if (panic == null) {
      panic = title;
      panicked = System.nanoTime();
      notifyAll();
    }
  }

  /**
   * The harness itself is about to stop the guest, or has let it go on. What it cannot use is no
   * time of the guest's: a disk that is slow to take its state makes no guest hang.
   */
  synchronized void hold(boolean on) {
    long now = System.nanoTime();
    if (heldSince != null) {
      long still = now - heldSince;
      stoodStill += still;
      panicked = panicked == null ? null : Long.valueOf(panicked + still);
    }
    heldSince = on ? Long.valueOf(now) : null;
  }

  /**
   * Waits until QEMU has moved the machine's state out or in.
   *
   * @return QEMU's word for how that went: {@code completed} if it went well
   */
  synchronized String awaitMigration(Duration atMost) throws InterruptedException {
    if (awaitSettled(atMost)) {
      return migration;
    }
    return over ? "ended" : "still " + migration + " after " + atMost.toMillis() + " ms";
  }

  /** Waits until QEMU moves no state, well or not, and returns whether that is so. */
  synchronized boolean awaitSettled(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!isMigrationSettled()) {
      requireIntact();
      long left = deadline - System.nanoTime();
      if (over || left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
    }
    return true;
  }

  synchronized boolean isMigrationBegun() {
    return !migration.equals(NOT_BEGUN);
  }

  synchronized boolean isMigrationSettled() {
    return SETTLED.contains(migration);
  }

  @Override
  public synchronized void onEvent(QmpEvent event) {
    switch (event.name()) {
      case "SHUTDOWN" -> {
        shutdown = event.reason().orElse("");
        over = true;
      }
      // QEMU stops a guest that it cannot go on with: an error of its disk, or of KVM.
      case "STOP" -> over = over || heldSince == null;
      case "MIGRATION" -> migration = event.status().orElse("");
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

  synchronized Optional<Duration> toWork() {
    return Optional.ofNullable(begun).map(moment -> Duration.ofNanos(moment - start));
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
