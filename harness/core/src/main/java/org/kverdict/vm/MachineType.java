// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import java.util.List;

/**
 * A kind of machine, as data: another architecture is another value.
 *
 * @param architecture its name as the kernel has it in {@code ARCH}
 * @param emulator the program that emulates it
 * @param machine the emulator's name of the board
 * @param cpu the emulator's name of the processor
 * @param console the kernel's name of the first serial port
 * @param kernelParameters what a kernel needs to be told on this machine, whatever it is booted for
 * @param commandLineLimit how many characters of its command line a kernel keeps; it drops the rest
 *     without a word
 */
public record MachineType(
    String architecture,
    String emulator,
    String machine,
    String cpu,
    String console,
    List<String> kernelParameters,
    int commandLineLimit) {

  /** A 64-bit PC. */
  public static final MachineType X86_64 =
      new MachineType(
          "x86_64",
          "qemu-system-x86_64",
          "q35",
          "max",
          "ttyS0",
          List.of(
              // A kernel that dies before its console is up has still said why.
              "earlyprintk=serial,ttyS0,115200",
              // On a loaded host an emulated timer comes late, and the kernel's start-up check
              // of it panics ("IO-APIC + timer doesn't work"). The kernel skips that check by
              // itself under KVM only.
              "no_timer_check"),
          2047);

  /** Copies. */
  public MachineType {
    kernelParameters = List.copyOf(kernelParameters);
  }
}
