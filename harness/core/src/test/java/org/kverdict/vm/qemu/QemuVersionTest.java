// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.CommandRunner;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.Supervision;

class QemuVersionTest {
  private final CommandRunner runner = new HostProcesses(Supervision.DIRECT_CHILD);
  @TempDir Path folder;

  @Test
  void reads_the_version() throws IOException {
    assertThat(probe("echo 'QEMU emulator version 7.2.22 (Debian 1:7.2)'; echo 'Copyright (c)'"))
        .isEqualTo(new QemuVersion(7, 2, "7.2.22 (Debian 1:7.2)"));
  }

  @Test
  void what_is_no_version_is_shown() {
    assertThatThrownBy(() -> probe("echo hello"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("said 'hello'");
  }

  @Test
  void missing_program_is_named() {
    assertThatThrownBy(() -> QemuVersion.probe(runner, "qemu-system-none"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("qemu-system-none");
  }

  private QemuVersion probe(String body) throws IOException {
    Path script = folder.resolve("qemu");
    return QemuVersion.probe(runner, Scripts.machine(script, body).emulator());
  }
}
