// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.time.Duration;
import java.util.Optional;

/** What happens in a run, for whoever shows it. */
public sealed interface RunEvent {

  /**
   * A stage began.
   *
   * @param stage which
   * @param step the step, where the stage has one
   */
  record Began(Stage stage, Optional<String> step) implements RunEvent {}

  /**
   * A stage ended.
   *
   * @param stage which
   * @param step the step, where the stage has one
   * @param wall how long it took
   * @param detail what came of it, in a few words
   */
  record Ended(Stage stage, Optional<String> step, Duration wall, String detail)
      implements RunEvent {}

  /**
   * Something worth a line.
   *
   * @param text the line
   */
  record Note(String text) implements RunEvent {}

  /**
   * A guest began a case.
   *
   * @param step where
   * @param caseName which
   */
  record CaseBegan(String step, String caseName) implements RunEvent {}
}
