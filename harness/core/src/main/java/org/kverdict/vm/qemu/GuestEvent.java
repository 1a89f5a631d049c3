// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.kverdict.vm.GuestLine;

/**
 * Of the guest protocol what the machine itself has to know: how far the guest has come.
 *
 * @param name {@code ready}, {@code begin}, {@code start}, {@code end} or {@code done}
 * @param caseTimeout of {@code start}: when the guest itself would give the case up
 */
record GuestEvent(String name, Optional<Duration> caseTimeout) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NAMES = Set.of("ready", "begin", "start", "end", "done");

  /** A day: more is nonsense, and a sum with it must not overflow. */
  private static final long LONGEST_SECONDS = 86_400;

  /** Reads a line; empty if it is none of these events. */
  static Optional<GuestEvent> of(GuestLine line) {
    // A guest may send millions of lines that are none.
    if (!line.whole() || !line.text().contains("\"event\"")) {
      return Optional.empty();
    }
    try {
      JsonNode event = JSON.readTree(line.text());
      String name = event.path("event").asText();
      long timeout = event.path("timeout").asLong(0);
      return NAMES.contains(name)
          ? Optional.of(
              new GuestEvent(
                  name,
                  Optional.of(timeout)
                      .filter(seconds -> seconds > 0 && seconds <= LONGEST_SECONDS)
                      .map(Duration::ofSeconds)))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
