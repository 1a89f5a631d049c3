// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.IOException;

/** Hears what QEMU tells unasked, on the connection's thread. */
interface QmpListener {

  /** An event, in the order in which QEMU sent them. */
  void onEvent(QmpEvent event);

  /** QEMU has closed the connection, which it does when it ends and not before. */
  void onEnd();

  /** QEMU has sent what is not QMP. */
  void onGarbage(IOException reason);
}
