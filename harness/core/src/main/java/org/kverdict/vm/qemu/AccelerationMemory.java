// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Reaper;
import org.kverdict.vm.Acceleration;

/** Remembers a choice in a file, so that a host is probed once a boot and not once a run. */
final class AccelerationMemory {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  AccelerationMemory(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** What is remembered; empty if there is nothing, or nothing that makes sense. */
  Optional<AccelerationChoice> recall() {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      return Optional.of(
          new AccelerationChoice(
              Acceleration.valueOf(json.path("acceleration").asText()),
              json.path("reason").asText(),
              json.path("qemu").asText(),
              json.path("bootId").asText(),
              Instant.parse(json.path("at").asText())));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  Path file() {
    return file;
  }

  /** Where a probe may write what it needs meanwhile. */
  Path scratchFile() throws IOException {
    return Reaper.ofThisProcess().unfinished(file);
  }

  /** Remembers this choice instead. The file appears by rename, so it is never half a file. */
  void remember(AccelerationChoice choice) {
    ObjectNode json = JSON.createObjectNode();
    json.put("acceleration", choice.acceleration().name());
    json.put("reason", choice.reason());
    json.put("qemu", choice.qemu());
    json.put("bootId", choice.bootId());
    json.put("at", choice.at().toString());
    try {
      Path unfinished = Reaper.ofThisProcess().unfinished(file);
      Files.writeString(unfinished, json.toPrettyString() + "\n");
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot remember the acceleration", file, e);
    }
  }
}
