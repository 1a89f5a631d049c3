// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files in {@code report/}; {@code -Dkverdict.golden=update} writes them anew. */
class TextReportTest {
  private static final Path GOLDEN = Path.of("src/test/resources/report");

  @ParameterizedTest
  @ValueSource(ints = {80, 60})
  void everything_at_a_width(int width) throws IOException {
    String report = TextReport.render(Documents.everything(), Style.PLAIN, width);

    golden("everything-" + width + ".txt", report);
  }

  @Test
  void a_series_that_does_not_apply() throws IOException {
    golden("not-applied.txt", TextReport.render(Documents.notApplied(), Style.PLAIN, 80));
  }

  @Test
  void a_step_without_a_kernel() throws IOException {
    golden("not-built.txt", TextReport.render(Documents.notBuilt(), Style.PLAIN, 80));
  }

  @Test
  void colours_add_nothing_but_colours() {
    String plain = TextReport.render(Documents.everything(), Style.PLAIN, 80);
    String coloured = TextReport.render(Documents.everything(), Style.COLOUR, 80);

    assertThat(plain).doesNotContain("\u001b");
    assertThat(coloured).contains("\u001b[31m", "\u001b[32m");
    assertThat(stripped(coloured)).isEqualTo(stripped(plain));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b[2J", "\r", "\n", "\u0007", "\u009b31m", "\u202e", "\u0000", "\u2028"})
  void no_control_character_of_a_guest_or_a_patch_comes_through(String hostile) {
    VerdictDocument document =
        Documents.document(
            "fixed",
            0,
            List.of(Documents.step("base", Optional.of("x" + hostile + "y"), "built", "finished")),
            List.of(
                Documents.it(
                    "demo/a.x" + hostile + "y", "same", "", false, "pass~x" + hostile + "y")),
            List.of(Documents.fault("bug", "x" + hostile + "y", "same", "base")),
            List.of("x" + hostile + "y"),
            List.of());

    String report = TextReport.render(document, Style.PLAIN, 80);

    assertThat(report).contains("x�").doesNotContain("x" + hostile);
    assertThat(report.lines()).noneMatch(line -> line.startsWith("y"));
  }

  @ParameterizedTest
  @CsvSource({"x\u001b[2J, x�[2J", "tab\tx, tab x", "pass, pass", "ä€😀, ä€😀"})
  void a_line_is_made_printable(String text, String printable) {
    assertThat(Printable.line(text)).isEqualTo(printable);
  }

  private static void golden(String name, String actual) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (System.getProperty("kverdict.golden", "").equals("update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  private static String stripped(String text) {
    String plain = text.replaceAll("\u001b\\[\\d+m", "");
    return String.join("\n", plain.lines().map(String::stripTrailing).toList());
  }
}
