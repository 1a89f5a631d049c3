// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kverdict.failure.UsageException;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.BootSpec;
import org.kverdict.vm.Deadlines;

class QemuArgumentsTest {
  static final BootSpec SPEC =
      BootSpec.of(
              Path.of("/k/bzImage"),
              Path.of("/k/initramfs.cpio"),
              new Deadlines(Duration.ofSeconds(60), Duration.ofSeconds(120)))
          .withKernelParameters(List.of("kverdict.suites=kcov"));

  private static final String COMMAND_LINE =
      "console=ttyS0 panic=-1 random.trust_cpu=on nokaslr earlyprintk=serial,ttyS0,115200"
          + " no_timer_check kverdict.suites=kcov";

  @Test
  void boots_with_four_sockets() {
    assertThat(QemuArguments.of(SPEC, Acceleration.TCG, Ports.sockets(Path.of("/run/x"))))
        .containsExactly(
            "qemu-system-x86_64",
            "-machine",
            "q35",
            "-accel",
            "tcg",
            "-cpu",
            "max",
            "-nodefaults",
            "-no-user-config",
            "-display",
            "none",
            "-no-reboot",
            "-sandbox",
            "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
            "-smp",
            "2",
            "-m",
            "512M",
            "-kernel",
            "/k/bzImage",
            "-initrd",
            "/k/initramfs.cpio",
            "-append",
            COMMAND_LINE,
            "-chardev",
            "socket,id=console,path=/run/x/console",
            "-serial",
            "chardev:console",
            "-chardev",
            "socket,id=results,path=/run/x/results",
            "-device",
            "virtio-serial-pci",
            "-device",
            "virtserialport,chardev=results,name=org.kverdict.results",
            "-chardev",
            "socket,id=work,path=/run/x/work",
            "-device",
            "virtserialport,chardev=work,name=org.kverdict.work",
            "-chardev",
            "socket,id=qmp,path=/run/x/qmp",
            "-mon",
            "chardev=qmp,mode=control",
            "-S");
  }

  @Test
  void by_hand_there_is_a_terminal_a_file_and_nobody_in_control() {
    assertThat(QemuArguments.byHand(SPEC, Acceleration.KVM, Path.of("/o/r,1.jsonl")))
        .containsSubsequence("-accel", "kvm")
        .containsSubsequence("-append", COMMAND_LINE)
        .endsWith(
            "-chardev",
            "stdio,id=console",
            "-serial",
            "chardev:console",
            "-chardev",
            "file,id=results,path=/o/r,,1.jsonl",
            "-device",
            "virtio-serial-pci",
            "-device",
            "virtserialport,chardev=results,name=org.kverdict.results")
        .doesNotContain("-S", "-mon");
  }

  @Test
  void command_line_that_the_kernel_would_cut_is_refused() {
    BootSpec tooLong = SPEC.withKernelParameters(List.of("x".repeat(2048)));

    assertThatThrownBy(() -> KernelCommandLine.of(tooLong))
        .isInstanceOf(UsageException.class)
        .hasMessageMatching("bad kernel command line of \\d+ characters: want at most 2047");
  }
}
