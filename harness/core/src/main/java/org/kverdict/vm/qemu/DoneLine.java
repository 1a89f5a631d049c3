// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.kverdict.vm.GuestLine;

/** The guest's last event: {@code {"event":"done"}}. */
final class DoneLine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DoneLine() {}

  /** Whether this line is that event. */
  static boolean is(GuestLine line) {
    // Most lines are not, and a guest may send millions of them.
    if (!line.whole() || !line.text().contains("\"done\"")) {
      return false;
    }
    try {
      return JSON.readTree(line.text()).path("event").asText().equals("done");
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
