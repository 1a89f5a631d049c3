// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.kverdict.vm.MachineType;

/** Machines whose emulator is a script. */
final class Scripts {
  private Scripts() {}

  /** A PC that is emulated by a shell script with this body. */
  static MachineType machine(Path script, String body) throws IOException {
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    MachineType pc = MachineType.X86_64;
    return new MachineType(
        pc.architecture(),
        script.toString(),
        pc.machine(),
        pc.cpu(),
        pc.console(),
        List.of(),
        pc.commandLineLimit());
  }
}
