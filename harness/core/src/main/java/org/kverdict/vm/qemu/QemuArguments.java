// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.BootSpec;
import org.kverdict.vm.MachineType;

/** QEMU's arguments, for QEMU 7.2 and later. Pure: nothing is started, nothing is looked up. */
public final class QemuArguments {
  /** The name by which the guest finds its results port. */
  static final String RESULTS_PORT = "org.kverdict.results";

  /** The name by which it finds the port on which it is told what to do. */
  static final String WORK_PORT = "org.kverdict.work";

  private QemuArguments() {}

  /**
   * The arguments that repeat a boot without the harness: the console comes to the terminal and the
   * results go to a file.
   *
   * @param spec what to boot
   * @param acceleration what executes the guest
   * @param results the file for the results
   * @return the program, then its arguments
   */
  public static List<String> byHand(BootSpec spec, Acceleration acceleration, Path results) {
    return of(spec, acceleration, Ports.byHand(results));
  }

  /** The arguments for a boot whose ports lead where {@code ports} says. */
  static List<String> of(BootSpec spec, Acceleration acceleration, Ports ports) {
    List<String> all = new ArrayList<>();
    all.addAll(machine(spec.machine(), acceleration));
    all.addAll(List.of("-smp", Integer.toString(spec.cpus()), "-m", spec.memoryMiB() + "M"));
    all.addAll(kernel(spec));
    all.addAll(ports(ports));
    return List.copyOf(all);
  }

  /** A machine with nothing in it: what a probe and a boot have in common. */
  static List<String> machine(MachineType machine, Acceleration acceleration) {
    return List.of(
        machine.emulator(),
        "-machine",
        machine.machine(),
        // One and no other: "kvm:tcg" would fall back without a word, or hang where KVM lies.
        "-accel",
        acceleration.name().toLowerCase(Locale.ROOT),
        "-cpu",
        machine.cpu(),
        // No network, no disk, no display and no monitor that was not asked for, and nothing from
        // the host's configuration: the same machine everywhere.
        "-nodefaults",
        "-no-user-config",
        "-display",
        "none",
        // A reset is an end: a panic must not boot again and run the tests a second time.
        "-no-reboot",
        // A guest that breaks out of QEMU finds no way to start a program or to gain privileges.
        "-sandbox",
        "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
  }

  private static List<String> kernel(BootSpec spec) {
    return List.of(
        "-kernel",
        spec.kernel().toString(),
        "-initrd",
        spec.initramfs().toString(),
        "-append",
        KernelCommandLine.of(spec));
  }

  private static List<String> ports(Ports ports) {
    List<String> all = new ArrayList<>();
    all.addAll(chardev(Ports.CONSOLE, ports.console()));
    all.addAll(List.of("-serial", "chardev:" + Ports.CONSOLE));
    // The results have a port of their own, so that no kernel message lands inside an event.
    all.addAll(chardev(Ports.RESULTS, ports.results()));
    all.addAll(List.of("-device", "virtio-serial-pci"));
    all.addAll(
        List.of("-device", "virtserialport,chardev=" + Ports.RESULTS + ",name=" + RESULTS_PORT));
    ports.control().ifPresent(control -> all.addAll(control(control)));
    return all;
  }

  /**
   * The arguments that make QEMU wait for a saved state instead of booting; QMP tells it where that
   * comes from.
   */
  static List<String> incoming() {
    return List.of("-incoming", "defer");
  }

  private static List<String> control(Ports.Control control) {
    List<String> all = new ArrayList<>(chardev(Ports.WORK, control.work()));
    all.addAll(List.of("-device", "virtserialport,chardev=" + Ports.WORK + ",name=" + WORK_PORT));
    all.addAll(chardev(Ports.QMP, control.qmp()));
    all.addAll(List.of("-mon", "chardev=" + Ports.QMP + ",mode=control"));
    // Stopped until told to go: the connection is there before the guest's first instruction, so
    // that the reason for the end cannot be missed, and an end before that is QEMU's own.
    all.add("-S");
    return all;
  }

  private static List<String> chardev(String id, String backend) {
    int options = backend.indexOf(',');
    String kind = options < 0 ? backend : backend.substring(0, options);
    String rest = options < 0 ? "" : backend.substring(options);
    return List.of("-chardev", kind + ",id=" + id + rest);
  }
}
