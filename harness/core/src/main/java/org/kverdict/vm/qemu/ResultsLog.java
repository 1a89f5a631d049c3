// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.kverdict.vm.GuestLine;
import org.kverdict.vm.Machine;

/** Writes the results to a file, line by line, and tells of each line afterwards. */
final class ResultsLog implements ByteSink {
  private static final byte[] CUT = GuestLine.CUT.getBytes(StandardCharsets.UTF_8);

  private final BoundedFile file;
  private final Consumer<GuestLine> onLine;
  private final BoundedLines lines = new BoundedLines(Machine.LINE_LIMIT, this::line);

  ResultsLog(BoundedFile file, Consumer<GuestLine> onLine) {
    this.file = file;
    this.onLine = onLine;
  }

  @Override
  public void bytes(ByteBuffer bytes) throws IOException {
    lines.bytes(bytes);
  }

  @Override
  public void end() throws IOException {
    try (file) {
      lines.end();
    }
  }

  private void line(byte[] line, boolean whole) throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream(line.length + CUT.length + 1);
    record.writeBytes(line);
    if (!whole) {
      record.writeBytes(CUT);
    }
    record.write('\n');
    file.append(record.toByteArray(), record.size());
    onLine.accept(new GuestLine(new String(line, StandardCharsets.UTF_8), whole));
  }
}
