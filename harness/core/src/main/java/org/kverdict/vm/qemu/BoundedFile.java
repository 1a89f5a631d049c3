// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a guest cannot fill the disk with: what does not fit is counted and thrown away. */
final class BoundedFile implements Closeable {
  private final long limit;
  // Not buffered: what a guest said is on disk even if the harness is killed the next moment.
  private final OutputStream out;
  private long written;
  private long dropped;

  /**
   * @param limit the most that is kept, in bytes
   */
  BoundedFile(Path file, long limit) throws IOException {
    this.limit = limit;
    this.out = Files.newOutputStream(file);
  }

  /** Keeps these bytes or, from the first that do not fit on, none. */
  void append(byte[] bytes, int length) throws IOException {
    if (dropped > 0 || written + length > limit) {
      dropped += length;
      return;
    }
    out.write(bytes, 0, length);
    written += length;
  }

  /** Ends the file, with a note if something was dropped. */
  @Override
  public void close() throws IOException {
    try (out) {
      if (dropped > 0) {
        String note =
            "\n[kverdict: dropped " + dropped + " bytes after the first " + written + "]\n";
        out.write(note.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
