// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** The connections that QEMU has made. */
record Connections(
    SocketChannel console, SocketChannel results, SocketChannel work, SocketChannel qmp)
    implements Closeable {

  @Override
  public void close() throws IOException {
    console.close();
    results.close();
    work.close();
    qmp.close();
  }
}
