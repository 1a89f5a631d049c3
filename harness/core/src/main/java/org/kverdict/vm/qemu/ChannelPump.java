// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads a connection to its end on a thread of its own. */
final class ChannelPump implements Closeable {
  private static final int BUFFER = 64 << 10;

  private final SocketChannel channel;
  private final ByteSink sink;
  private final Consumer<IOException> onFailure;
  private final Thread thread;

  private ChannelPump(
      String name, SocketChannel channel, ByteSink sink, Consumer<IOException> onFailure) {
    this.channel = channel;
    this.sink = sink;
    this.onFailure = onFailure;
    this.thread = new Thread(this::run, "kverdict-" + name);
    thread.setDaemon(true);
  }

  /**
   * Starts to read.
   *
   * @param onFailure hears if what came could not be kept; a broken connection is just an end
   */
  static ChannelPump start(
      String name, SocketChannel channel, ByteSink sink, Consumer<IOException> onFailure) {
    ChannelPump pump = new ChannelPump(name, channel, sink, onFailure);
    pump.thread.start();
    return pump;
  }

  private void run() {
    try {
      try {
        pump();
      } finally {
        sink.end();
      }
    } catch (IOException e) {
      onFailure.accept(e);
    }
  }

  private void pump() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (read(buffer)) {
      sink.bytes(buffer.flip());
      buffer.clear();
    }
  }

  private boolean read(ByteBuffer buffer) {
    try {
      return channel.read(buffer) >= 0;
    } catch (IOException e) {
      // Reset by a peer that was killed, or closed below: there is nothing more to come.
      return false;
    }
  }

  /** Waits until all has been read; returns whether it has. */
  boolean drain(Duration atMost) throws InterruptedException {
    thread.join(Math.max(1, atMost.toMillis()));
    return !thread.isAlive();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
