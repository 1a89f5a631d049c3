// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Cuts a stream of bytes into lines and never holds more than one line's worth. */
final class BoundedLines implements ByteSink {

  /** Receives the lines, without their newlines. */
  @FunctionalInterface
  interface LineSink {
    /**
     * @param line at most as long as the limit
     * @param whole false if the rest of it was thrown away, or the stream ended within it
     */
    void line(byte[] line, boolean whole) throws IOException;
  }

  private final int limit;
  private final LineSink sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean cut;

  /**
   * @param limit the longest line, in bytes
   */
  BoundedLines(int limit, LineSink sink) {
    this.limit = limit;
    this.sink = sink;
  }

  @Override
  public void bytes(ByteBuffer bytes) throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    int from = 0;
    for (int i = 0; i < copy.length; i++) {
      if (copy[i] == '\n') {
        keep(copy, from, i);
        emit(!cut);
        from = i + 1;
      }
    }
    keep(copy, from, copy.length);
  }

  private void keep(byte[] bytes, int from, int to) {
    int room = Math.min(to - from, limit - line.size());
    line.write(bytes, from, room);
    cut |= room < to - from;
  }

  @Override
  public void end() throws IOException {
    if (line.size() > 0 || cut) {
      emit(false);
    }
  }

  private void emit(boolean whole) throws IOException {
    byte[] bytes = line.toByteArray();
    line.reset();
    cut = false;
    sink.line(bytes, whole);
  }
}
