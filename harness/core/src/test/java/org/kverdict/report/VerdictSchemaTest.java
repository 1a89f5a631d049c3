// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kverdict.compare.CaseVerdict;
import org.kverdict.compare.SeriesVerdict;
import org.kverdict.failure.UsageException;
import org.kverdict.fake.VerdictSchema;
import org.kverdict.results.Outcome;

class VerdictSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("documents")
  void what_is_written_fits_and_is_read_back(VerdictDocument document) {
    String json = VerdictJson.write(document);

    assertThat(VerdictSchema.errors(json)).isEmpty();
    assertThat(VerdictJson.read(json)).isEqualTo(document);
    assertThat(json).endsWith("}\n").doesNotContain("null");
  }

  static Stream<VerdictDocument> documents() {
    return Stream.of(
        Documents.everything(),
        Documents.notApplied(),
        Documents.notBuilt(),
        Documents.oneStep("pass"));
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void every_outcome_is_a_word_of_the_schema(Outcome outcome) {
    assertThat(errors(Documents.oneStep(outcome.word()))).isEmpty();
  }

  @Test
  void the_schema_has_the_words_of_the_code_and_no_others() throws IOException {
    JsonNode schema = JSON.readTree(VerdictJson.schema());

    assertThat(words(schema.at("/properties/verdict/enum")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(SeriesVerdict.values()).map(SeriesVerdict::word),
                    Stream.of("not-applied", "not-built"))
                .toList());
    assertThat(words(schema.at("/$defs/caseVerdict/enum")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(CaseVerdict.values()).map(CaseVerdict::word).toList());
    assertThat(words(schema.at("/$defs/step/properties/build/enum")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(StepStatus.Build.values()).map(StepStatus.Build::word).toList());
    assertThat(words(schema.at("/$defs/step/properties/boot/enum")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(StepStatus.Boot.values()).map(StepStatus.Boot::word).toList());
    assertThat(words(schema.at("/$defs/case/properties/outcomes/additionalProperties/enum")))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Outcome.values()).map(Outcome::word).toList());
    assertThat(schema.at("/$id").asText())
        .isEqualTo("urn:kverdict:verdict:" + VerdictDocument.VERSION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/version|1",
        "/verdict|\"excellent\"",
        "/exitCode|75",
        "/exitCode|\"0\"",
        "/summary|null",
        "/steps|{}",
        "/steps/0/name|\"+0\"",
        "/steps/0/name|\"after\"",
        "/steps/0/build|\"perhaps\"",
        "/steps/0/kernel|\"abc\"",
        "/steps/0/files|{\"diary\":\"x\"}",
        "/cases/0/verdict|\"intermediate-only\"",
        "/cases/0/outcomes|{\"base\":\"excellent\"}",
        "/cases/0/outcomes|{\"end\":\"pass\"}",
        "/cases/0/details/base|{}",
        "/faults/0/steps|[]",
        "/faults/0/verdict|\"added\"",
        "/expectations/others|\"none\"",
        "/inputs/tree|\"x\"",
        "/inputs/acceleration|\"hvf\"",
        "/timings/0/seconds|-1",
        "/timings/0/stage|\"lunch\"",
        "/extra|1",
        "/steps/0/extra|1",
        "/cases/0/extra|1",
        "/inputs/extra|1",
      })
  void what_does_not_fit_is_refused(String pointer, String value) throws IOException {
    JsonNode document = JSON.readTree(VerdictJson.write(Documents.everything()));
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) document.at(pointer.substring(0, slash)))
        .set(pointer.substring(slash + 1), JSON.readTree(value));

    assertThat(VerdictSchema.errors(document.toString())).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'',version",
    "'',verdict",
    "'',problems",
    "'',inputs",
    "/steps/0,build",
    "/cases/0,outcomes",
    "/cases/0,expected",
    "/expectations,met",
    "/inputs,tree",
    "/timings/0,start"
  })
  void what_is_missing_is_missed(String pointer, String field) throws IOException {
    JsonNode document = JSON.readTree(VerdictJson.write(Documents.everything()));
    ((ObjectNode) document.at(pointer)).remove(field);

    assertThat(VerdictSchema.errors(document.toString())).isNotEmpty();
  }

  @Test
  void something_else_is_no_verdict() {
    assertThatThrownBy(() -> VerdictJson.read("[]"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("this is no verdict: ");
  }

  private static List<String> errors(VerdictDocument document) {
    return VerdictSchema.errors(VerdictJson.write(document));
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}
