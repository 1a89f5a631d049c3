// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import java.nio.file.Path;
import java.util.Optional;

/** Where a guest's run begins. */
public sealed interface Start {

  /**
   * With the kernel's first instruction.
   *
   * @param saveTo receives the machine's state at the moment when the guest waits for work; empty
   *     not to save it
   */
  record Boot(Optional<Path> saveTo) implements Start {}

  /**
   * At the moment when an earlier guest, of the same {@link BootSpec}, waited for work.
   *
   * @param state what that one saved
   */
  record Saved(Path state) implements Start {}

  /** A boot that saves nothing. */
  static Start boot() {
    return new Boot(Optional.empty());
  }
}
