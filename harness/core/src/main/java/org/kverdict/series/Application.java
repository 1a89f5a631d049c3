// SPDX-License-Identifier: Apache-2.0
package org.kverdict.series;

import java.util.List;

/** What came of applying a series. */
public sealed interface Application {

  /**
   * Every patch applies.
   *
   * @param steps the overlay after 0, 1, ... N patches
   */
  record Applied(List<Overlay> steps) implements Application {
    /** Copies. */
    public Applied {
      steps = List.copyOf(steps);
    }
  }

  /**
   * A patch does not apply.
   *
   * @param patch which
   * @param problems file, hunk and reason, one a line
   */
  record Rejected(Patch patch, List<String> problems) implements Application {
    /** Copies. */
    public Rejected {
      problems = List.copyOf(problems);
    }

    /** The message for people. */
    public String describe() {
      return "patch "
          + patch.number()
          + " ("
          + patch.name()
          + ", \""
          + patch.subject()
          + "\") does not apply:\n  "
          + String.join("\n  ", problems);
    }
  }
}
