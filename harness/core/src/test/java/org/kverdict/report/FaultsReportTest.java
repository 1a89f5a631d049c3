// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kverdict.console.Fault;
import org.kverdict.console.FaultKind;
import org.kverdict.console.Frame;

/** Both forms of what {@code kverdict faults} prints. */
class FaultsReportTest {
  private static final Fault OOPS =
      new Fault(
          FaultKind.OOPS,
          "unable to handle kernel NULL pointer dereference in read_it",
          Optional.of("read_it"),
          Optional.of("demo/a.reads"),
          List.of(
              new Frame(
                  "list_first", Optional.empty(), true, false, true, Optional.of("lib/it.c:9")),
              new Frame(
                  "read_it",
                  Optional.of("0x1f/0x40"),
                  true,
                  true,
                  false,
                  Optional.of("lib/it.c:20")),
              new Frame("left_over", Optional.of("0x1/0x2"), false, false, false, Optional.empty()),
              new Frame(
                  "a_function_with_a_name_that_is_longer_than_most_of_them",
                  Optional.of("0x123/0x456"),
                  true,
                  false,
                  false,
                  Optional.of("drivers/somewhere/deep/down.c:1234"))),
          true,
          12,
          "BUG: kernel NULL pointer dereference\nRIP: 0010:read_it+0x1f/0x40");

  private static final Fault BARE =
      new Fault(
          FaultKind.WARNING,
          "at it.c",
          Optional.empty(),
          Optional.empty(),
          List.of(),
          false,
          40,
          "WARNING: at it.c");

  @Test
  void a_text_names_kind_place_and_stack_and_counts() {
    assertThat(FaultsText.render(List.of(OOPS, BARE), List.of("a note"), Style.PLAIN, 80))
        .isEqualTo(
            FaultKind.OOPS.word()
                + """
                : unable to handle kernel NULL pointer dereference in read_it
                  line 12 of the log, during demo/a.reads, whole
                    list_first (inlined)  lib/it.c:9
                    read_it+0x1f/0x40     lib/it.c:20
                  ? left_over+0x1/0x2
                    a_function_with_a_name_that_is_longer_than_most_of_them+0x123/0x456
                        drivers/somewhere/deep/down.c:1234

                """
                + FaultKind.WARNING.word()
                + """
                : at it.c
                  line 40 of the log, cut off

                a note
                2 faults
                """);
  }

  @Test
  void a_text_counts_one_and_none() {
    assertThat(FaultsText.render(List.of(), List.of(), Style.PLAIN, 80)).isEqualTo("no faults\n");
    assertThat(FaultsText.render(List.of(BARE), List.of(), Style.PLAIN, 80))
        .endsWith("\n1 fault\n");
  }

  @Test
  void json_leaves_out_what_is_not_known() throws IOException {
    JsonNode document = json(List.of(OOPS, BARE), List.of());

    assertThat(document.fieldNames()).toIterable().containsExactly("faults");
    JsonNode oops = document.get("faults").get(0);
    assertThat(oops.get("kind").asText()).isEqualTo(FaultKind.OOPS.word());
    assertThat(oops.get("title").asText()).isEqualTo(OOPS.title());
    assertThat(oops.get("function").asText()).isEqualTo("read_it");
    assertThat(oops.get("case").asText()).isEqualTo("demo/a.reads");
    assertThat(oops.get("complete").asBoolean()).isTrue();
    assertThat(oops.get("line").asInt()).isEqualTo(12);
    assertThat(oops.get("text").asText()).isEqualTo(OOPS.text());
    assertThat(oops.get("stack").get(0))
        .hasToString(
            "{\"function\":\"list_first\",\"certain\":true,\"place\":\"lib/it.c:9\","
                + "\"inlined\":true}");
    assertThat(oops.get("stack").get(2))
        .hasToString(
            "{\"function\":\"left_over\",\"offset\":\"0x1/0x2\",\"certain\":false,"
                + "\"inlined\":false}");
    JsonNode bare = document.get("faults").get(1);
    assertThat(bare.fieldNames())
        .toIterable()
        .containsExactly("kind", "title", "complete", "line", "stack", "text");
  }

  @Test
  void json_has_the_array_even_if_it_is_empty_and_notes_only_if_there_are_any() throws IOException {
    assertThat(json(List.of(), List.of())).hasToString("{\"faults\":[]}");
    assertThat(json(List.of(), List.of("cut"))).hasToString("{\"faults\":[],\"notes\":[\"cut\"]}");
  }

  @Test
  void no_control_character_of_a_log_comes_through() throws IOException {
    String evil = "a\u001b[2Jb\u202ec\r";
    Fault fault =
        new Fault(
            FaultKind.BUG,
            evil,
            Optional.of(evil),
            Optional.of(evil),
            List.of(new Frame(evil, Optional.of(evil), true, false, false, Optional.of(evil))),
            true,
            1,
            evil + "\nsecond line");

    String text = FaultsText.render(List.of(fault), List.of(evil), Style.PLAIN, 80);
    JsonNode entry = json(List.of(fault), List.of(evil)).get("faults").get(0);

    assertThat(text).doesNotContain("\u001b", "\u202e", "\r");
    assertThat(entry.toString()).doesNotContain("\\u001B", "\u202e", "\\r");
    assertThat(entry.get("text").asText()).endsWith("\nsecond line");
  }

  private static JsonNode json(List<Fault> faults, List<String> notes) throws IOException {
    return new ObjectMapper().readTree(FaultsJson.write(faults, notes));
  }
}
