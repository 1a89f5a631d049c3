// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Text for a terminal. Much of a verdict comes from patches, compilers and guests, and an escape
 * sequence in a case's name must not move the cursor, nor a line break add a line to the report.
 */
public final class Printable {
  private static final String PROBLEMS = "problems";

  private Printable() {}

  /** One line: tabs become spaces, other control characters and turns of direction U+FFFD. */
  public static String line(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\t' ? ' ' : c)
        .map(c -> isHarmless(c) ? c : 0xFFFD)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** The document with all its texts printable; problems may have several lines. */
  static VerdictDocument of(VerdictDocument document) {
    return VerdictJson.map(document, tree -> clean(tree, false));
  }

  private static JsonNode clean(JsonNode node, boolean mayHaveLines) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (node.isObject()) {
      ObjectNode clean = nodes.objectNode();
      node.properties()
          .forEach(
              field ->
                  clean.set(
                      line(field.getKey()),
                      clean(field.getValue(), field.getKey().equals(PROBLEMS))));
      return clean;
    }
    if (node.isArray()) {
      ArrayNode clean = nodes.arrayNode();
      node.forEach(element -> clean.add(clean(element, mayHaveLines)));
      return clean;
    }
    if (!node.isTextual()) {
      return node;
    }
    return nodes.textNode(mayHaveLines ? lines(node.asText()) : line(node.asText()));
  }

  /** The text with each of its lines made printable. */
  public static String lines(String text) {
    return String.join("\n", text.lines().map(Printable::line).toList());
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
