// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that QEMU tells unasked.
 *
 * @param name such as SHUTDOWN, RESET, STOP, GUEST_PANICKED
 * @param reason why, for those events that say so: guest-shutdown, guest-reset, guest-panic,
 *     host-signal, host-qmp-quit and others
 * @param status how far it is, for MIGRATION: completed, failed and others
 * @param at when, by QEMU's clock
 */
record QmpEvent(String name, Optional<String> reason, Optional<String> status, Instant at) {

  /** Reads an event message; whatever is missing from it is taken as empty. */
  static QmpEvent of(JsonNode message) {
    JsonNode at = message.path("timestamp");
    return new QmpEvent(
        message.path("event").asText(),
        text(message, "reason"),
        text(message, "status"),
        // A failed clock is given as -1.
        Instant.ofEpochSecond(
            Math.max(0, at.path("seconds").asInt(0)),
            Math.max(0, at.path("microseconds").asInt(0)) * 1000L));
  }

  private static Optional<String> text(JsonNode message, String field) {
    return Optional.of(message.path("data").path(field).asText("")).filter(it -> !it.isEmpty());
  }
}
