// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

/**
 * Hears of a guest's progress. It is called on a thread of the machine's and should return at once:
 * the guest waits for it. It cannot break the run: each line is in the results file before, and
 * what it throws is ignored.
 */
@FunctionalInterface
public interface GuestListener {

  /** A line has come on the results port. */
  void onLine(GuestLine line);

  /** Hears nothing. */
  static GuestListener deaf() {
    return line -> {};
  }
}
