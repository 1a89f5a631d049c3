// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.time.Duration;
import java.util.Optional;
import org.kverdict.report.Printable;

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
      implements RunEvent {
    /** Makes what came of it fit for a terminal. */
    public Ended {
      detail = Printable.line(detail);
    }
  }

  /**
   * Something worth a line.
   *
   * @param text the line
   */
  record Note(String text) implements RunEvent {
    /** Makes it fit for a terminal. */
    public Note {
      text = Printable.line(text);
    }
  }

  /**
   * A guest began a case.
   *
   * @param step where
   * @param caseName which
   */
  record CaseBegan(String step, String caseName) implements RunEvent {
    /** Makes the name, which a guest chose, fit for a terminal. */
    public CaseBegan {
      caseName = Printable.line(caseName);
    }
  }
}
