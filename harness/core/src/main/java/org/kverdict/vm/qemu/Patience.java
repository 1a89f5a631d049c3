// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.time.Duration;

/**
 * How long the machine waits where no deadline of the caller's applies.
 *
 * @param start for QEMU to connect and to answer: half a minute on a host that is busy building
 * @param caseOverdue for a case to end after the guest itself was to end it: a guest that is slow
 *     because its host is busy, and kills what the case has started
 * @param state for a machine's state to be saved or loaded
 * @param powerOff for the guest to power off after its last event; that it does not is a fault
 * @param panic for a guest that has panicked to reset: a trace, but not a second life
 * @param exit for QEMU to end once it has said that it will
 * @param drain for what the guest has sent to be read
 */
record Patience(
    Duration start,
    Duration caseOverdue,
    Duration state,
    Duration powerOff,
    Duration panic,
    Duration exit,
    Duration drain) {

  static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));
}
