// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends a saved state to QEMU on a thread of its own: a QEMU that takes no more would block it for
 * ever. Closing it ends the thread, too.
 */
final class StateSender implements Closeable {
  private static final int PIECE = 1 << 20;

  private final Path file;
  private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
  private final CompletableFuture<@Nullable Void> result = new CompletableFuture<>();
  private final AtomicLong sent = new AtomicLong();

  private StateSender(Path file) throws IOException {
    this.file = file;
  }

  /**
   * Starts to send.
   *
   * @param file the state
   * @param socket where QEMU listens
   * @param onConnect told when the socket's name is no longer needed
   */
  static StateSender start(Path file, Path socket, Runnable onConnect) throws IOException {
    StateSender sender = new StateSender(file);
    Thread thread = new Thread(() -> sender.run(socket, onConnect), "kverdict-state");
    thread.setDaemon(true);
    thread.start();
    return sender;
  }

  /**
   * Waits until all is sent.
   *
   * @throws IOException if the file ended early, or QEMU did not take it all in time
   */
  void await(Duration atMost) throws IOException, InterruptedException {
    try {
      result.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException reason ? reason : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("QEMU took only the first " + sent + " bytes", e);
    }
  }

  private void run(Path socket, Runnable onConnect) {
    try (channel;
        FileChannel in = FileChannel.open(file)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      onConnect.run();
      send(in);
      result.complete(null);
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private void send(FileChannel in) throws IOException {
    long size = in.size();
    // Not transferTo(): it cannot be ended from outside, and says nothing of an end of file.
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    while (sent.get() < size) {
      if (in.read(piece.clear(), sent.get()) < 0) {
        throw new IOException("it ended after " + sent + " of " + size + " bytes");
      }
      write(piece.flip());
    }
  }

  private void write(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      sent.addAndGet(channel.write(piece));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
