// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedLinesTest {
  // "|" stands for a newline, "/" for a boundary between reads, "~" marks a line that is not whole.
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "a|b|, a b",
    "a|/b/|, a b",
    "a/b/c|, abc",
    "12345|x|, 12345 x",
    "123456|x|, 12345~ x",
    "12/3456/78|x|, 12345~ x",
    "a|unf, a unf~",
    "||, ' '",
  })
  void cuts_at_newlines_and_at_the_limit(String input, String expected) throws IOException {
    List<String> seen = new ArrayList<>();
    BoundedLines lines =
        new BoundedLines(
            5,
            (line, whole) ->
                seen.add(new String(line, StandardCharsets.UTF_8) + (whole ? "" : "~")));

    for (String read : input.replace('|', '\n').split("/")) {
      lines.bytes(ByteBuffer.wrap(read.getBytes(StandardCharsets.UTF_8)));
    }
    lines.end();

    assertThat(String.join(" ", seen)).isEqualTo(expected);
  }
}
