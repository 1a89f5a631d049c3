// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import java.time.Duration;
import java.util.Locale;

/** How a guest ended. Says nothing about its tests: a guest can finish with all of them failed. */
public sealed interface RunOutcome {

  /** One line for people. */
  String describe();

  /**
   * The guest sent its last event, {@code done}: its results are complete.
   *
   * @param poweredOff whether it then powered off by itself; if not, it was made to end after a
   *     grace
   */
  record Finished(boolean poweredOff) implements RunOutcome {
    @Override
    public String describe() {
      return poweredOff
          ? "the guest finished and powered off"
          : "the guest finished but did not power off";
    }
  }

  /** The guest powered off without its last event: its results are incomplete. */
  record PoweredOff() implements RunOutcome {
    @Override
    public String describe() {
      return "the guest powered off before it had sent its last event";
    }
  }

  /**
   * The kernel panicked.
   *
   * @param title what the console says after "Kernel panic - not syncing: "
   */
  record Panicked(String title) implements RunOutcome {
    @Override
    public String describe() {
      return "the kernel panicked: " + title;
    }
  }

  /** The machine was reset without a panic: a triple fault, or somebody asked for a reboot. */
  record Rebooted() implements RunOutcome {
    @Override
    public String describe() {
      return "the guest reset itself without a panic";
    }
  }

  /**
   * A deadline passed.
   *
   * @param phase whose deadline
   * @param after how long the phase had lasted
   */
  record Hung(RunPhase phase, Duration after) implements RunOutcome {
    @Override
    public String describe() {
      String what =
          switch (phase) {
            case BOOT -> "the guest was not ready within %.1f s of its start";
            case RUN -> "the guest did not end within %.1f s of taking its work";
            case CASE -> "the guest was silent for %.1f s in a case that it should have ended";
          };
      return String.format(Locale.ROOT, what, after.toMillis() / 1000.0);
    }
  }

  /**
   * The emulator ended, stopped or no longer answered while the guest still ran. This says nothing
   * about the kernel: it is the host's trouble, unless it comes again and again.
   *
   * @param exit its exit status. If a signal killed it: 128 plus the signal's number, or what the
   *     program that supervises it makes of that, which may be 1
   * @param said the end of what it said
   */
  record MachineDied(int exit, String said) implements RunOutcome {
    @Override
    public String describe() {
      String first = said.lines().findFirst().orElse("nothing");
      return "the machine died with exit status " + exit + ", saying " + first;
    }
  }
}
