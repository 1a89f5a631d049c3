// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

/** The parts of a run, each with a deadline of its own. */
public enum RunPhase {
  /** From the machine's start until the guest takes its work. */
  BOOT,
  /** From then to the end. */
  RUN,
  /** A case, of which the guest itself was to stop waiting some time ago. */
  CASE
}
