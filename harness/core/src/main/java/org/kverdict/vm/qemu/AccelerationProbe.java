// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.CommandRunner;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.MachineType;

/**
 * Finds out whether KVM runs guests on this host, by running one.
 *
 * <p>Nothing less will do. There are hosts, nested ones mostly, where {@code /dev/kvm} opens and a
 * virtual machine can be made, yet a guest dies at once or crawls for ever.
 */
public final class AccelerationProbe {
  /** Ample for a guest that takes hardware a tenth of a second, on a host that is busy building. */
  public static final Duration DEFAULT_BOUND = Duration.ofSeconds(5);

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final CommandRunner runner;
  private final MachineType machine;
  private final Duration bound;
  private final Path device;
  private final AccelerationMemory memory;

  /**
   * @param runner starts QEMU
   * @param machine what guests run on
   * @param memory the file that remembers the answer, until the host boots again or QEMU changes
   * @param bound how long the guest may take
   */
  public AccelerationProbe(CommandRunner runner, MachineType machine, Path memory, Duration bound) {
    this(runner, machine, memory, bound, Path.of("/dev/kvm"));
  }

  AccelerationProbe(
      CommandRunner runner, MachineType machine, Path memory, Duration bound, Path device) {
    this.runner = runner;
    this.machine = machine;
    this.bound = bound;
    this.device = device;
    this.memory = new AccelerationMemory(memory);
  }

  /**
   * The acceleration to use: as remembered, or after a probe, which takes the bound at most.
   *
   * @throws InfrastructureException if there is no QEMU
   */
  public AccelerationChoice choose() {
    String qemu = QemuVersion.probe(runner, machine.emulator()).text();
    String bootId = bootId();
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      // Not remembered: it costs nothing to find out, and its remedy must work at once.
      return choice(Acceleration.TCG, obstacle.get(), qemu, bootId);
    }
    Optional<AccelerationChoice> remembered =
        memory.recall().filter(choice -> choice.holdsFor(qemu, bootId));
    if (remembered.isPresent()) {
      return remembered.get();
    }
    Optional<String> failure = boot();
    AccelerationChoice choice =
        failure
            .map(reason -> choice(Acceleration.TCG, reason, qemu, bootId))
            .orElseGet(() -> choice(Acceleration.KVM, "a guest ran under KVM", qemu, bootId));
    memory.remember(choice);
    return choice;
  }

  private static AccelerationChoice choice(
      Acceleration acceleration, String reason, String qemu, String bootId) {
    return new AccelerationChoice(acceleration, reason, qemu, bootId, Instant.now());
  }

  /** What rules KVM out without a probe. That nothing does proves nothing. */
  private Optional<String> obstacle() {
    if (!machine.architecture().equals(MachineType.X86_64.architecture())) {
      return Optional.of("there is no probe of KVM for " + machine.architecture() + " yet");
    }
    if (!Files.exists(device)) {
      return Optional.of(
          "there is no "
              + device
              + ": load the module kvm_intel or kvm_amd, or turn on (nested) virtualisation");
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      return Optional.of(
          device + " is not permitted: add this user to its group, kvm, and log in again");
    }
    return Optional.empty();
  }

  /** Runs the probe's guest; returns why it did not run, or empty if it did. */
  private Optional<String> boot() {
    try {
      Path disk = memory.scratchFile();
      try {
        Files.write(disk, BootSector.disk());
        return judge(runner.run(Command.of(arguments(machine, Acceleration.KVM, disk)), bound));
      } finally {
        Files.deleteIfExists(disk);
      }
    } catch (IOException e) {
      throw InfrastructureException.io("cannot write the probe's disk beside", memory.file(), e);
    }
  }

  /** QEMU's arguments for the probe's guest: the machine of a boot, with a disk and an end. */
  static List<String> arguments(MachineType machine, Acceleration acceleration, Path disk) {
    List<String> all = new ArrayList<>(QemuArguments.machine(machine, acceleration));
    all.addAll(List.of("-m", "64M"));
    all.addAll(List.of("-drive", "file=" + Ports.escaped(disk) + ",format=raw,if=ide"));
    all.addAll(List.of("-device", BootSector.EXIT_DEVICE));
    return all;
  }

  private Optional<String> judge(CommandResult result) {
    if (result.timedOut()) {
      return Optional.of(
          "KVM runs no guest here: a boot sector had not ended after " + bound.toMillis() + " ms");
    }
    if (result.exit() == BootSector.EXIT) {
      return Optional.empty();
    }
    String said = result.stderr().lines().findFirst().orElse("nothing");
    return Optional.of(
        "KVM runs no guest here: QEMU ended with exit status "
            + result.exit()
            + ", saying "
            + said);
  }

  private static String bootId() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read the host's boot id", BOOT_ID, e);
    }
  }
}
