// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.Locale;

/** How far a step came. */
public final class StepStatus {
  private StepStatus() {}

  /** Whether a step has a kernel. */
  public enum Build {
    /** It was built in this run. */
    BUILT,
    /** It was in the cache. */
    CACHED,
    /** An option that was asked for did not survive {@code olddefconfig}. */
    MISCONFIGURED,
    /** {@code make} failed. */
    FAILED,
    /** It was not tried. */
    NONE;

    /** The word in {@code verdict.json}. */
    public String word() {
      return StepStatus.word(this);
    }
  }

  /** How a step's run ended. */
  public enum Boot {
    /** All suites ran and the guest powered itself off. */
    FINISHED,
    /** The guest powered itself off before it was done. */
    POWERED_OFF,
    /** The kernel panicked. */
    PANICKED,
    /** The guest restarted. */
    REBOOTED,
    /** Its time was up. */
    HUNG,
    /** QEMU itself ended. */
    MACHINE_DIED,
    /** It was not booted. */
    NONE;

    /** The word in {@code verdict.json}. */
    public String word() {
      return StepStatus.word(this);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
