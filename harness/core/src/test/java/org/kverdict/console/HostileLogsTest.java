// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What no kernel would write. The seed is fixed: a failure comes again. */
class HostileLogsTest {
  private static final long SEED = 20_220_117;

  /** Cutting each log at each line would take minutes. */
  private static final int CUTS = 12;

  private static final String ADDRESS =
      "\\b0x[0-9a-f]+|\\b[0-9a-f]{9,}\\b|\\+0x|\\.isra\\.|\\[#\\d";

  @TestFactory
  Stream<DynamicTest> a_log_that_is_cut_anywhere_has_sound_faults() throws IOException {
    return FaultLog.all().stream()
        .map(
            log ->
                DynamicTest.dynamicTest(log.file().getFileName().toString(), () -> cut(log.log())));
  }

  private static void cut(String log) {
    List<String> lines = log.lines().toList();
    int step = Math.max(1, lines.size() / CUTS);
    for (int i = 0; i < lines.size(); i += step) {
      String whole = String.join("\n", lines.subList(0, i));
      check(whole);
      check(whole + "\n" + lines.get(i).substring(0, lines.get(i).length() / 2));
      check(String.join("\n", lines.subList(i, lines.size())));
    }
  }

  @Test
  void noise_is_no_fault_and_no_failure() {
    Random random = new Random(SEED);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(4000)];
      random.nextBytes(noise);
      check(new String(noise, StandardCharsets.UTF_8));
    }
  }

  @Test
  void noise_in_a_log_is_no_failure() throws IOException {
    Random random = new Random(SEED);
    for (FaultLog log : FaultLog.all()) {
      StringBuilder text = new StringBuilder(log.log());
      for (int i = 0; i < text.length() / 100; i++) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x250));
      }
      check(text.toString());
    }
  }

  @Test
  void words_of_reports_in_any_order_are_no_failure() {
    Random random = new Random(SEED);
    List<String> words =
        List.of(
            "BUG: ",
            "KASAN: ",
            "WARNING: ",
            "INFO: ",
            "task ",
            "Oops",
            "[#1]",
            "[",
            "]",
            "<4>",
            "[ 1.000000]",
            "[ T1] ",
            "[ C0] ",
            " in ",
            "f.isra.0",
            "+0x1/0x2",
            " / ",
            "\n",
            "\n",
            "\r",
            "Call Trace:\n",
            " ? ",
            "kverdict: case a/b",
            ": 0000 ",
            "\u001b[",
            "ODEBUG: ",
            "Kernel panic - not syncing: ",
            "0xffffffff81000000",
            "ffff888000000000",
            "panicked at ",
            "======================",
            "---[ end trace 0 ]---\n",
            "blocked for more than",
            "\u0000");
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < 40; j++) {
        text.append(words.get(random.nextInt(words.size())));
      }
      check(text.toString());
    }
  }

  @Test
  void in_a_flood_of_64_MiB_the_one_fault_is_found() {
    String report = "[    9.000000][   T1] BUG: KASAN: use-after-free in demo_read+0x1/0x2\n";
    String line = "[    8.000000][   T7] demo: flood, flood and once more flood, until the end\n";
    StringBuilder log = new StringBuilder(64 << 20);
    log.append(line.repeat((16 << 20) / line.length()));
    log.append("a program's line of any length ".repeat(1 << 20)).append(report);
    log.append(line.repeat(((64 << 20) - log.length()) / line.length()));

    assertThat(KernelLog.faults(log.toString()))
        .singleElement()
        .satisfies(
            fault -> assertThat(fault.title()).isEqualTo("KASAN: use-after-free in demo_read"));
  }

  @Test
  void a_kernel_that_reports_without_end_fills_no_memory() {
    assertThat(KernelLog.faults("[    1.000000] BUG: once more\n".repeat(20_000))).hasSize(1_000);
  }

  @Test
  void callers_without_end_fill_no_memory_and_hide_nothing() {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      log.append("[    1.0][T").append(i).append("] x\n");
    }
    assertThat(KernelLog.faults(log + "[    2.0][T1] BUG: once\n")).hasSize(1);
  }

  private static void check(String log) {
    for (Fault fault : KernelLog.faults(log)) {
      assertThat(fault.title()).isNotBlank().hasSizeLessThanOrEqualTo(120);
      assertThat(fault.title()).doesNotContainPattern(ADDRESS).doesNotContain("\n", "\u001b");
      assertThat(fault.line()).isPositive();
      assertThat(fault.text().lines().count()).isLessThanOrEqualTo(200);
    }
  }
}
