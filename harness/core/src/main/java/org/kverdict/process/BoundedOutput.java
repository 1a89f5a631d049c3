// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the end of what is written to it, and passes everything on. */
final class BoundedOutput extends OutputStream {
  /** Enough for a list of files, too little for a flood. */
  static final int LIMIT = 4 << 20;

  private final OutputStream copy;
  private final byte[] ring;
  private long written;
  private volatile @Nullable IOException failure;

  BoundedOutput(OutputStream copy) {
    this(copy, LIMIT);
  }

  BoundedOutput(OutputStream copy, int limit) {
    this.copy = copy;
    this.ring = new byte[limit];
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    keep(bytes, offset, length);
    try {
      synchronized (copy) {
        if (failure == null) {
          copy.write(bytes, offset, length);
        }
      }
    } catch (IOException e) {
      // Reading must go on: a program whose output nobody takes blocks for ever.
      failure = e;
    }
  }

  private synchronized void keep(byte[] bytes, int offset, int length) {
    for (int i = Math.max(0, length - ring.length); i < length; i++) {
      ring[(int) ((written + i) % ring.length)] = bytes[offset + i];
    }
    written += length;
  }

  @Override
  public void flush() {
    try {
      synchronized (copy) {
        copy.flush();
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Why the copy is not complete, if it is not. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
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
