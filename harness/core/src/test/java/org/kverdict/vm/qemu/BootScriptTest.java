// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.Supervision;
import org.kverdict.vm.Acceleration;

class BootScriptTest {
  @TempDir Path folder;

  @Test
  void has_an_option_a_line() {
    String script =
        BootScript.render(QemuArgumentsTest.SPEC, Acceleration.TCG, Path.of("/o/results.jsonl"));

    assertThat(script)
        .startsWith("#!/bin/sh\n# Repeats this boot without kverdict.")
        .contains("\nexec qemu-system-x86_64 \\\n  -machine q35 \\\n  -accel tcg \\\n")
        .contains(" \\\n  -append 'console=ttyS0 panic=-1 ")
        .endsWith("virtserialport,chardev=results,name=org.kverdict.results\n");
  }

  @Test
  void shell_reads_back_the_same_arguments() throws IOException {
    Path results = folder.resolve("it's a\nline.jsonl");
    String script = BootScript.render(QemuArgumentsTest.SPEC, Acceleration.TCG, results);
    Path file = folder.resolve("boot.sh");
    Files.writeString(file, script.replace("exec qemu-system-x86_64", "printf '%s\\0' qemu"));

    CommandResult run =
        new HostProcesses(Supervision.DIRECT_CHILD)
            .run(Command.of("sh", file.toString()), Duration.ofSeconds(10))
            .orThrow("cannot run the script");

    List<String> arguments =
        QemuArguments.byHand(QemuArgumentsTest.SPEC, Acceleration.TCG, results);
    assertThat(run.stderr()).isEmpty();
    assertThat(run.stdout().split("\0"))
        .containsExactly(
            ("qemu\0" + String.join("\0", arguments.subList(1, arguments.size()))).split("\0"));
  }
}
