// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes the console to a file as it comes, and looks for a panic, past the file's bound too. */
final class ConsoleLog implements ByteSink {
  /** The kernel's own lines have at most about 1,000 characters. */
  private static final int LINE_LIMIT = 4096;

  private final BoundedFile file;
  private final BoundedLines lines;
  private byte[] copy = new byte[0];

  /**
   * @param onPanic hears the title of each panic
   */
  ConsoleLog(BoundedFile file, Consumer<String> onPanic) {
    this.file = file;
    this.lines =
        new BoundedLines(
            LINE_LIMIT,
            (line, whole) -> {
              if (PanicLine.mayBe(line)) {
                PanicLine.title(new String(line, StandardCharsets.UTF_8)).ifPresent(onPanic);
              }
            });
  }

  @Override
  public void bytes(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    if (copy.length < length) {
      copy = new byte[length];
    }
    bytes.duplicate().get(copy, 0, length);
    file.append(copy, length);
    lines.bytes(bytes);
  }

  @Override
  public void end() throws IOException {
    try (file) {
      lines.end();
    }
  }
}
