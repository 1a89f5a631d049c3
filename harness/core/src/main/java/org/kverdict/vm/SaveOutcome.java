// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import java.nio.file.Path;
import java.time.Duration;

/** What came of saving a machine's state. */
public sealed interface SaveOutcome {

  /**
   * It is saved.
   *
   * @param state where
   * @param bytes how much
   * @param wall how long the guest stood still for it
   */
  record Saved(Path state, long bytes, Duration wall) implements SaveOutcome {}

  /**
   * This machine cannot save its state; the guest went on without.
   *
   * @param reason what it said
   */
  record Refused(String reason) implements SaveOutcome {}

  /** Nobody asked for it, or the guest did not come that far, or ended meanwhile. */
  record NotTried() implements SaveOutcome {}
}
