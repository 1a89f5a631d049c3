// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.kverdict.process.RunningCommand;

/** Listens where QEMU is told to connect. */
final class PortServer implements Closeable {
  private static final List<String> NAMES =
      List.of(Ports.CONSOLE, Ports.RESULTS, Ports.WORK, Ports.QMP);
  private static final long LIVENESS_MILLIS = 50;

  private final Selector selector;
  private final Map<String, SocketChannel> accepted = new HashMap<>();
  private boolean handedOver;

  private PortServer(Selector selector) {
    this.selector = selector;
  }

  static PortServer listen(Path folder) throws IOException {
    PortServer server = new PortServer(Selector.open());
    try {
      for (String name : NAMES) {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.configureBlocking(false);
        channel.register(server.selector, SelectionKey.OP_ACCEPT, name);
        channel.bind(UnixDomainSocketAddress.of(folder.resolve(name)), 1);
      }
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Waits for all the connections.
   *
   * @return empty if QEMU ended before, or the time was over
   */
  Optional<Connections> accept(RunningCommand qemu, Duration atMost)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (accepted.size() < NAMES.size()) {
      if (!qemu.isAlive() || System.nanoTime() - deadline >= 0) {
        return Optional.empty();
      }
      selector.select(this::accept, LIVENESS_MILLIS);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while QEMU was starting");
      }
    }
    handedOver = true;
    return Optional.of(
        new Connections(
            port(Ports.CONSOLE), port(Ports.RESULTS), port(Ports.WORK), port(Ports.QMP)));
  }

  private SocketChannel port(String name) {
    return Objects.requireNonNull(accepted.get(name));
  }

  private void accept(SelectionKey key) {
    try {
      SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
      if (channel != null) {
        accepted.put((String) key.attachment(), channel);
        key.channel().close();
      }
    } catch (IOException e) {
      // As if nobody had connected: the deadline ends it.
      key.cancel();
    }
  }

  /** Stops listening; connections that were handed over stay open. */
  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    if (!handedOver) {
      for (SocketChannel channel : accepted.values()) {
        channel.close();
      }
    }
    selector.close();
  }
}
