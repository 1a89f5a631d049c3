// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kverdict faults}: what it exits with, and what it says. */
@Timeout(60)
class FaultsTest {
  private static final String WARNING =
      """
      [    1.000000][    T1] Run /init as init process
      [    1.100000][   T28] ------------[ cut here ]------------
      [    1.100001][   T28] WARNING: CPU: 0 PID: 28 at lib/it.c:12 warns+0x15/0x27
      [    1.100002][   T28] CPU: 0 PID: 28 Comm: it Not tainted 5.10.262 #1
      [    1.100003][   T28] RIP: 0010:warns+0x15/0x27
      [    1.100004][   T28] Call Trace:
      [    1.100005][   T28]  kthread+0x106/0x10e
      [    1.100006][   T28]  ret_from_fork+0x1f/0x30
      [    1.100007][   T28] ---[ end trace f5403cb8cda37ed7 ]---
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void a_fault_is_told_and_is_no_error() throws IOException {
    assertThat(faults(log(WARNING))).isZero();
    assertThat(out.toString()).containsIgnoringCase("warning: ").endsWith("\n1 fault\n");
    assertThat(out.toString().lines()).allSatisfy(l -> assertThat(l).hasSizeLessThanOrEqualTo(80));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_clean_log_is_told_too() throws IOException {
    assertThat(faults(log("[    1.000000] Run /init as init process\n"))).isZero();
    assertThat(out.toString()).isEqualTo("no faults\n");
  }

  @Test
  void json_is_an_object_with_the_array() throws IOException {
    assertThat(faults(log(WARNING), "--json")).isZero();

    JsonNode document = new ObjectMapper().readTree(out.toString());
    assertThat(document.get("faults")).hasSize(1);
    assertThat(document.get("faults").get(0).get("kind").asText()).isEqualToIgnoringCase("warning");
  }

  @Test
  void a_dash_is_standard_input() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(WARNING.getBytes(StandardCharsets.UTF_8)));
      assertThat(faults("-")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString()).endsWith("\n1 fault\n");
  }

  @Test
  void bytes_that_are_no_text_are_read_through() throws IOException {
    Path log = folder.resolve("log");
    Files.write(log, new byte[] {(byte) 0xff, 0, (byte) 0xfe, '\n'});
    Files.writeString(log, WARNING, StandardOpenOption.APPEND);

    assertThat(faults(log.toString())).isZero();
    assertThat(out.toString()).endsWith("\n1 fault\n");
  }

  @Test
  void a_log_that_is_not_there() {
    assertThat(faults(folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("kverdict: the log " + folder.resolve("none") + " does not exist\n");
    assertThat(faults(folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is a folder");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void no_log_at_all() {
    assertThat(faults()).isEqualTo(2);
    assertThat(err.toString()).contains("LOG");
  }

  @Test
  void a_vmlinux_that_is_not_there() throws IOException {
    String none = folder.resolve("none").toString();

    assertThat(faults(log(WARNING), "--vmlinux", none)).isEqualTo(2);
    assertThat(err.toString()).startsWith("kverdict: the vmlinux " + none + " does not exist.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_log_beyond_the_bound_is_read_up_to_it() {
    byte[] large = Arrays.copyOf("x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8), 3 << 20);

    LogText cut = LogText.read(new ByteArrayInputStream(large), "it", 2);
    assertThat(cut.text()).hasSize(2 << 20);
    assertThat(cut.note()).contains("it is larger than 2 MiB; only its first 2 MiB were read");
    assertThat(LogText.read(new ByteArrayInputStream(large), "it", 3).note()).isEmpty();
  }

  private String log(String text) throws IOException {
    return Files.writeString(folder.resolve("console.log"), text).toString();
  }

  private int faults(String... arguments) {
    List<String> all = new ArrayList<>(List.of("faults"));
    all.addAll(List.of(arguments));
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
