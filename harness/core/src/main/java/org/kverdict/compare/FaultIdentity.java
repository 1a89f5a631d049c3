// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Optional;
import org.kverdict.console.Fault;

/** By what a fault is known again in another run. */
record FaultIdentity(String kind, String title) {

  static FaultIdentity of(Fault fault) {
    return new FaultIdentity(fault.kind().word(), fault.title());
  }

  /** The case that was running. */
  static Optional<String> caseOf(Fault fault) {
    return fault.caseName();
  }
}
