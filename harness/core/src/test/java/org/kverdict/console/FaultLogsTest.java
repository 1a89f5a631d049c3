// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logs with what is to be found in them. The first line says how the log came to be; up to a line
 * {@code ##} follow the faults, which {@code -Dkverdict.golden=update} rewrites.
 */
class FaultLogsTest {
  private static final Path FOLDER = Path.of("src/test/resources/faultlogs");
  private static final String HEADER_END = "##";

  /** A log and its header. */
  private record Sample(String origin, List<String> expected, String log) {
    static Sample read(Path file) throws IOException {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      int end = text.indexOf("\n" + HEADER_END + "\n");
      List<String> header = text.substring(0, end).lines().toList();
      return new Sample(
          header.get(0),
          header.subList(1, header.size()),
          text.substring(end + HEADER_END.length() + 2));
    }
  }

  static Stream<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(it -> it.toString().endsWith(".log")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void has_the_faults_that_its_header_says(Path file) throws IOException {
    Sample sample = Sample.read(file);
    assertThat(sample.origin()).matches("## (provoked|composed): .+");
    List<String> found = describe(KernelLog.faults(sample.log()));
    if (System.getProperty("kverdict.golden", "").equals("update")) {
      update(file, sample, found);
      return;
    }
    assertThat(found).isEqualTo(sample.expected());
  }

  @ParameterizedTest
  @MethodSource("logs")
  void damage_is_survived_and_leaves_no_address_in_a_title(Path file) throws IOException {
    String log = Sample.read(file).log();
    Random random = new Random(file.getFileName().toString().hashCode());
    for (int i = 0; i < 4; i++) {
      StringBuilder damaged = new StringBuilder(log.substring(0, random.nextInt(log.length() + 1)));
      for (int j = 0; j < damaged.length() / 200; j++) {
        damaged.setCharAt(random.nextInt(damaged.length()), (char) random.nextInt(256));
      }
      assertThat(KernelLog.faults(damaged.toString()))
          .allSatisfy(
              fault -> assertThat(fault.title()).doesNotContainPattern("\\b(0x)?[0-9a-f]{12,}\\b"));
    }
  }

  @Test
  void there_are_enough_of_them_and_most_are_real() throws IOException {
    List<String> origins = new ArrayList<>();
    for (Path file : logs().toList()) {
      origins.add(Sample.read(file).origin());
    }
    assertThat(origins).hasSizeGreaterThan(60);
    assertThat(origins.stream().filter(it -> it.startsWith("## provoked")))
        .hasSizeGreaterThan(origins.size() / 2);
  }

  private static List<String> describe(List<Fault> faults) {
    if (faults.isEmpty()) {
      return List.of("## none");
    }
    return faults.stream()
        .map(
            it ->
                String.format(
                    "## fault: %s: %s | %s | %s | %s | %d frames",
                    it.kind().word(),
                    it.title(),
                    it.function().orElse("-"),
                    it.caseName().orElse("-"),
                    it.complete() ? "whole" : "cut",
                    it.stack().size()))
        .toList();
  }

  private static void update(Path file, Sample sample, List<String> found) throws IOException {
    byte[] all = Files.readAllBytes(file);
    byte[] mark = ("\n" + HEADER_END + "\n").getBytes(StandardCharsets.UTF_8);
    int start =
        new String(all, StandardCharsets.ISO_8859_1)
            .indexOf(new String(mark, StandardCharsets.ISO_8859_1));
    String header = sample.origin() + "\n" + String.join("\n", found);
    byte[] head = header.getBytes(StandardCharsets.UTF_8);
    byte[] updated = new byte[head.length + all.length - start];
    System.arraycopy(head, 0, updated, 0, head.length);
    System.arraycopy(all, start, updated, head.length, all.length - start);
    Files.write(file, updated);
  }
}
