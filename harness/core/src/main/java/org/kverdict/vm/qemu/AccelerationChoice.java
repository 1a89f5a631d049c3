// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.time.Instant;
import org.kverdict.vm.Acceleration;

/**
 * What executes guests on this host, and why.
 *
 * @param acceleration the choice
 * @param reason what it rests on, for people, with the remedy where there is one
 * @param qemu the version of QEMU that it was made with
 * @param bootId the host's boot that it was made in
 * @param at when it was made
 */
public record AccelerationChoice(
    Acceleration acceleration, String reason, String qemu, String bootId, Instant at) {

  /** Whether it still holds: a new kernel or a new QEMU may behave otherwise. */
  boolean holdsFor(String qemuNow, String bootIdNow) {
    return qemu.equals(qemuNow) && bootId.equals(bootIdNow);
  }
}
