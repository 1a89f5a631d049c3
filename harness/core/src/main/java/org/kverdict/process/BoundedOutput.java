// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the end of what is written to it, and passes everything on. */
final class BoundedOutput extends OutputStream {
  /** Enough for a list of files, too little for a flood. */
  static final int LIMIT = 4 << 20;

  private final OutputStream copy;
  private final byte[] ring;
  private long written;

  BoundedOutput(OutputStream copy) {
    this(copy, LIMIT);
  }

  BoundedOutput(OutputStream copy, int limit) {
    this.copy = copy;
    this.ring = new byte[limit];
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    synchronized (copy) {
      copy.write(bytes, offset, length);
    }
    synchronized (this) {
      for (int i = Math.max(0, length - ring.length); i < length; i++) {
        ring[(int) ((written + i) % ring.length)] = bytes[offset + i];
      }
      written += length;
    }
  }

  @Override
  public void flush() throws IOException {
    synchronized (copy) {
      copy.flush();
    }
  }

  /** The last bytes that were written, as text. */
  synchronized String tail() {
    if (written <= ring.length) {
      return new String(ring, 0, (int) written, StandardCharsets.UTF_8);
    }
    int start = (int) (written % ring.length);
    byte[] all = new byte[ring.length];
    System.arraycopy(ring, start, all, 0, ring.length - start);
    System.arraycopy(ring, 0, all, ring.length - start, start);
    return new String(all, StandardCharsets.UTF_8);
  }
}
