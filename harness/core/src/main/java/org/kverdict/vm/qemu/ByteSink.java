// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Receives what comes over a connection, on that connection's thread. */
interface ByteSink {

  /** Takes all the bytes of the buffer. */
  void bytes(ByteBuffer bytes) throws IOException;

  /** Nothing more will come. Called once, whatever has failed before. */
  void end() throws IOException;
}
