// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/**
 * Functions that are on a stack because a fault is reported, memory is allocated or copied, a lock
 * is taken or the processor is given up. None of them is where to look first.
 */
final class Plumbing {
  private static final List<Functions> ALL =
      List.of(
          ReportingFunctions.ALL,
          AllocatingFunctions.ALL,
          CopyingFunctions.ALL,
          LockingFunctions.ALL,
          WatchingFunctions.ALL);

  private Plumbing() {}

  /** Whether this function, without suffixes, is none to look at first. */
  static boolean contains(String function) {
    return ALL.stream().anyMatch(functions -> functions.contains(function));
  }

  /** Whether it checks what its caller asks for, so that its assertions are about the caller. */
  static boolean serves(String function) {
    return allocates(function) || CopyingFunctions.ALL.contains(function);
  }

  /** Whether it only notices or reports. */
  static boolean reports(String function) {
    return ReportingFunctions.ALL.contains(function);
  }

  /** Whether it gives or takes back memory. */
  static boolean allocates(String function) {
    return AllocatingFunctions.ALL.contains(function);
  }
}
