// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

/** The two parts of a run, each with a deadline of its own. */
public enum RunPhase {
  /** From the machine's start to the guest's first event. */
  BOOT,
  /** From the first event to the end. */
  RUN
}
