// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

/** What executes the guest's instructions. */
public enum Acceleration {
  /** The host's processor, through Linux's KVM. */
  KVM,
  /** Software: slower, and available everywhere. */
  TCG
}
