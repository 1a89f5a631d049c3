// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** The three connections that QEMU has made. */
record Connections(SocketChannel console, SocketChannel results, SocketChannel qmp)
    implements Closeable {

  @Override
  public void close() throws IOException {
    console.close();
    results.close();
    qmp.close();
  }
}
