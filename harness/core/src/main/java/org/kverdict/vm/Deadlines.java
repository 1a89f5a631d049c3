// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import java.time.Duration;
import org.kverdict.failure.UsageException;

/**
 * How long a guest may take before it counts as hung.
 *
 * @param boot from the machine's start until the guest takes its work
 * @param run from then to the end; together they bound the whole run
 */
public record Deadlines(Duration boot, Duration run) {

  private static final Duration LONGEST = Duration.ofHours(24);

  /** Checks the bounds: more than nothing, at most a day. */
  public Deadlines {
    require("boot", boot);
    require("run", run);
  }

  private static void require(String name, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
      throw new UsageException(
          "bad " + name + " deadline " + value + ": want more than PT0S, at most " + LONGEST);
    }
  }
}
