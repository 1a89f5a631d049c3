// SPDX-License-Identifier: Apache-2.0
package org.kverdict.doctor;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.plan.Home;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.CommandRunner;
import org.kverdict.process.Programs;
import org.kverdict.process.Supervision;
import org.kverdict.store.Store;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.MachineType;
import org.kverdict.vm.qemu.AccelerationChoice;
import org.kverdict.vm.qemu.AccelerationProbe;

/** Examines this host: what a run needs, what it would use, and what would make it faster. */
public final class Doctor {
  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final String SETUP = "run \"make setup\" in kverdict's folder";

  /** A tree, what is built in it, and a few kernels. */
  private static final double DISK_WANTED_GIB = 6;

  /** Programs that a run starts, each with what for. */
  private static final Map<String, String> PROGRAMS =
      new TreeMap<>(
          Map.of(
              "git", "reads and applies patches",
              "flex", "Kconfig's parser",
              "bison", "Kconfig's parser",
              "bc", "the kernel's timeconst.h",
              "tar", "unpacks trees",
              "xz", "unpacks .tar.xz"));

  private final CommandRunner commands;
  private final Supervision supervision;
  private final Store store;
  private final Home home;

  /**
   * @param commands starts programs
   * @param supervision how children are tied to the harness
   * @param store the cache
   * @param home kverdict's own folder
   */
  public Doctor(CommandRunner commands, Supervision supervision, Store store, Home home) {
    this.commands = commands;
    this.supervision = supervision;
    this.store = store;
    this.home = home;
  }

  /** Examines everything; the first time on a host it takes the acceleration probe's bound. */
  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(qemu());
    if (findings.get(0).state() == Finding.State.GOOD) {
      findings.add(acceleration());
    }
    findings.add(version("compiler", "gcc"));
    findings.add(version("make", "make"));
    findings.add(programs());
    findings.add(guestTests());
    findings.add(disk());
    findings.add(cache());
    findings.add(supervision());
    findings.add(containers());
    return findings;
  }

  private Finding qemu() {
    return version("QEMU", MachineType.X86_64.emulator());
  }

  private Finding version(String topic, String program) {
    try {
      CommandResult result =
          commands.run(Command.of(program, "--version"), BOUND).orThrow("cannot ask " + program);
      return Finding.good(topic, result.stdout().lines().findFirst().orElse("no version"));
    } catch (InfrastructureException e) {
      return Finding.bad(topic, program + " cannot be started", SETUP);
    }
  }

  private Finding acceleration() {
    Path memory = store.path("host", "acceleration.json");
    AccelerationChoice choice =
        new AccelerationProbe(commands, MachineType.X86_64, memory, AccelerationProbe.DEFAULT_BOUND)
            .choose();
    if (choice.acceleration() == Acceleration.KVM) {
      return Finding.good("acceleration", "KVM: " + choice.reason());
    }
    return Finding.limited(
        "acceleration",
        "TCG (emulation): " + choice.reason(),
        "boots take seconds instead of tenths; use a host whose KVM runs guests, and delete "
            + memory
            + " to probe again");
  }

  private static Finding programs() {
    Programs path = Programs.onPath();
    List<String> missing =
        PROGRAMS.entrySet().stream()
            .filter(e -> path.find(e.getKey()).isEmpty())
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .toList();
    return missing.isEmpty()
        ? Finding.good("programs", String.join(", ", PROGRAMS.keySet()))
        : Finding.bad("programs", "missing: " + String.join(", ", missing), SETUP);
  }

  private Finding guestTests() {
    return Files.isRegularFile(home.guestInit())
        ? Finding.good("guest tests", home.guestInit().getParent() + "")
        : Finding.bad("guest tests", "not built", "run \"make guest-tests\" in kverdict's folder");
  }

  private Finding disk() {
    try {
      double free = Files.getFileStore(store.root()).getUsableSpace() / (double) (1 << 30);
      String detail = String.format(Locale.ROOT, "%.1f GiB free for the cache", free);
      return free >= DISK_WANTED_GIB
          ? Finding.good("disk", detail)
          : Finding.limited(
              "disk",
              detail + ", want " + DISK_WANTED_GIB,
              "make room, or set KVERDICT_CACHE to a folder on a larger disk");
    } catch (IOException e) {
      throw InfrastructureException.io("cannot measure the disk", store.root(), e);
    }
  }

  private Finding cache() {
    CommandResult du = commands.run(Command.of("du", "-s", "-h", store.root().toString()), BOUND);
    String size = du.stdout().split("\\s", 2)[0];
    return Finding.good("cache", size + " in " + store.root());
  }

  private Finding supervision() {
    return supervision == Supervision.DIRECT_CHILD
        ? Finding.limited(
            "supervision",
            "no process namespaces: if the harness is killed with -9, make's compilers may survive",
            "allow unprivileged user namespaces, or run as root")
        : Finding.good("supervision", "children live in a process namespace and die with the run");
  }

  private static Finding containers() {
    Path socket =
        Optional.ofNullable(System.getenv("DOCKER_HOST"))
            .filter(host -> host.startsWith("unix://"))
            .map(host -> Path.of(host.substring("unix://".length())))
            .orElse(Path.of("/var/run/docker.sock"));
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return Finding.good("container engine", "listens on " + socket);
    } catch (IOException | UnsupportedOperationException e) {
      return Finding.limited(
          "container engine",
          "none listens on " + socket,
          "none is needed: kernels are built and booted on this host itself");
    }
  }
}
