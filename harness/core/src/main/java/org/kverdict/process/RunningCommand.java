// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.time.Duration;

/** A program that was started. Closing it kills what is left of it. */
public interface RunningCommand extends AutoCloseable {

  /**
   * Waits for its end.
   *
   * @param atMost how long to wait
   * @return whether it has ended
   */
  boolean await(Duration atMost);

  /** Whether it has not ended yet. */
  boolean isAlive();

  /** Kills it and all that it started. Does nothing if it has ended. */
  void kill();

  /** Waits for its end and returns its exit status; 128 plus the signal that killed it. */
  int exit();

  @Override
  default void close() {
    kill();
  }
}
