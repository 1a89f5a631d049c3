// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.nio.file.Path;
import java.util.List;

/** What came of building one step. */
public sealed interface BuildOutcome {

  /** There is a kernel. */
  record Built(Kernel kernel) implements BuildOutcome {}

  /**
   * Options that were asked for are not in the resolved configuration.
   *
   * @param missing one line each: what was asked for, where, and why it may have been dropped
   */
  record Misconfigured(List<String> missing) implements BuildOutcome {
    /** Copies. */
    public Misconfigured {
      missing = List.copyOf(missing);
    }
  }

  /**
   * {@code make} failed.
   *
   * @param exit its exit status
   * @param errors the first errors in its output
   * @param log all of its output
   */
  record Failed(int exit, List<String> errors, Path log) implements BuildOutcome {
    /** Copies. */
    public Failed {
      errors = List.copyOf(errors);
    }
  }
}
