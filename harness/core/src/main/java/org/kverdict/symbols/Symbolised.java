// SPDX-License-Identifier: Apache-2.0
package org.kverdict.symbols;

import java.util.List;
import org.kverdict.console.Fault;

/**
 * Faults whose frames have places as far as they could be found.
 *
 * @param faults in the order in which they came
 * @param notes why places are missing, one sentence each; empty if none is
 */
public record Symbolised(List<Fault> faults, List<String> notes) {
  /** Copies. */
  public Symbolised {
    faults = List.copyOf(faults);
    notes = List.copyOf(notes);
  }
}
