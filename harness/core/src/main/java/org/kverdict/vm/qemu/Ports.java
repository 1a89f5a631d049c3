// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the guest's ports lead, as QEMU's character devices without their ids.
 *
 * @param console the other end of the serial port
 * @param results the other end of the results port
 * @param control what only the harness has: the other end of the work port, and of QMP
 */
record Ports(String console, String results, Optional<Control> control) {

  /** The other end of the work port, and of the control connection. */
  record Control(String work, String qmp) {}

  static final String CONSOLE = "console";
  static final String RESULTS = "results";
  static final String WORK = "work";
  static final String QMP = "qmp";

  /**
   * Sockets on which the harness already listens. QEMU connects to all of them before it makes the
   * machine, so nothing is lost, and a flood is the reader's to bound.
   */
  static Ports sockets(Path folder) {
    return new Ports(
        socket(folder.resolve(CONSOLE)),
        socket(folder.resolve(RESULTS)),
        Optional.of(new Control(socket(folder.resolve(WORK)), socket(folder.resolve(QMP)))));
  }

  /** The terminal for the console, a file for the results, and nobody in control. */
  static Ports byHand(Path results) {
    return new Ports("stdio", "file,path=" + escaped(results), Optional.empty());
  }

  private static String socket(Path path) {
    return "socket,path=" + escaped(path);
  }

  /** A comma ends a value, two are one comma. */
  static String escaped(Path path) {
    return path.toString().replace(",", ",,");
  }
}
