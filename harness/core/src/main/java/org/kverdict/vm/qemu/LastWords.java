// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the end of what a program says. */
final class LastWords extends OutputStream {
  private static final int LIMIT = 8 << 10;

  private final StringBuilder text = new StringBuilder();

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    text.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
    text.delete(0, Math.max(0, text.length() - LIMIT));
  }

  /** The end of it, in full lines where they are short enough. */
  synchronized String text() {
    return text.toString().strip();
  }
}
