// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.kverdict.failure.UsageException;

/** {@code verdict.json}: writes it, and reads it back. */
public final class VerdictJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          // A later version may say more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private VerdictJson() {}

  /** The document as JSON, ending in a newline. */
  public static String write(VerdictDocument document) {
    try {
      return MAPPER.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("a verdict has nothing that JSON cannot say", e);
    }
  }

  /**
   * Reads a document.
   *
   * @throws UsageException if it is none
   */
  public static VerdictDocument read(String json) {
    try {
      return MAPPER.readValue(json, VerdictDocument.class);
    } catch (JsonProcessingException e) {
      throw new UsageException("this is no verdict: " + e.getOriginalMessage(), e);
    }
  }

  /** The same document with another content. */
  static VerdictDocument map(VerdictDocument document, UnaryOperator<JsonNode> change) {
    try {
      return MAPPER.treeToValue(change.apply(MAPPER.valueToTree(document)), VerdictDocument.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError("a verdict stays a verdict", e);
    }
  }

  /** The JSON Schema (draft 2020-12) of the format. */
  public static String schema() {
    try (InputStream in = VerdictJson.class.getResourceAsStream("verdict.schema.json")) {
      if (in == null) {
        throw new AssertionError("verdict.schema.json is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
