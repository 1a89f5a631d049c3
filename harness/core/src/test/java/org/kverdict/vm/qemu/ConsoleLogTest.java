// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleLogTest {
  @TempDir Path folder;
  private final List<String> panics = new ArrayList<>();

  @Test
  void finds_the_titles_of_panics() throws IOException {
    log(
        1000,
        "[    1.1][    T1] all is well\r\n",
        "half a line[    2.0][    T1] Kernel panic - not syn",
        "cing: Attempted to kill init! exitcode=0x00000300\r\n",
        "[    2.0] ---[ end Kernel panic - not syncing: Attempted to kill init! ]---\r\n");

    assertThat(panics)
        .containsExactly("Attempted to kill init! exitcode=0x00000300", "Attempted to kill init!");
  }

  @Test
  void bounds_the_file_and_says_so_and_still_sees_the_panic() throws IOException {
    log(10, "12345\n", "67890\n", "x\n", "Kernel panic - not syncing: late\n");

    assertThat(panics).containsExactly("late");
    assertThat(folder.resolve("console.log"))
        .hasContent("12345\n\n[kverdict: dropped 41 bytes after the first 6]\n");
  }

  private void log(long limit, String... reads) throws IOException {
    BoundedFile file = new BoundedFile(folder.resolve("console.log"), limit);
    ConsoleLog log = new ConsoleLog(file, panics::add);
    for (String read : reads) {
      log.bytes(ByteBuffer.wrap(read.getBytes(StandardCharsets.UTF_8)));
    }
    log.end();
  }
}
