// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kverdict.image.Initramfs;
import org.kverdict.image.InitramfsContents;
import org.kverdict.plan.Home;
import org.kverdict.process.CommandRunner;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.Supervision;
import org.kverdict.vm.BootSpec;
import org.kverdict.vm.Deadlines;
import org.kverdict.vm.GuestListener;
import org.kverdict.vm.RunRecord;
import org.kverdict.vm.SaveOutcome;
import org.kverdict.vm.Start;
import org.kverdict.vm.Work;
import org.kverdict.vm.qemu.ImpatientQemu;

/**
 * Guests that are up to no good, on the kernel at {@code -Dkverdict.zooKernel}, which {@code
 * guest-tests/zoo/zoo.yaml} builds. They are booted once; each test goes on from the saved state.
 */
final class Zoo {
  /** A host that is busy building may take so long. */
  private static final Duration BOOT = Duration.ofSeconds(90);

  private static final Duration RUN = Duration.ofSeconds(20);

  private final Path folder;
  private final BootSpec spec;
  private final Start start;
  private final CommandRunner commands = new HostProcesses(Supervision.probe());
  private int guests;

  private Zoo(Path folder, BootSpec spec, Start start) {
    this.folder = folder;
    this.spec = spec;
    this.start = start;
  }

  /** With the guest tests' own init, and the zoo's cases. */
  static Zoo ofCases(Path folder) {
    Home home = Home.locate();
    return boot(
        folder, InitramfsContents.of(home.guestInit(), Map.of("zoo", home.suite("zoo"))), "");
  }

  /** With an init that lies; see {@code liar.c}. */
  static Zoo ofLiars(Path folder) {
    return boot(folder, liar(), "liar=ask");
  }

  /** A liar that lies before it is ready, so that there is no state of it. */
  static Zoo unborn(Path folder, String lie) {
    return new Zoo(folder, spec(folder, liar(), "liar=" + lie), Start.boot());
  }

  private static InitramfsContents liar() {
    return InitramfsContents.of(Home.locate().guestInit().resolveSibling("liar"), Map.of());
  }

  private static Zoo boot(Path folder, InitramfsContents contents, String parameter) {
    Path state = folder.resolve("state");
    BootSpec spec = spec(folder, contents, parameter);
    Zoo fresh = new Zoo(folder.resolve("boot"), spec, new Start.Boot(Optional.of(state)));
    // What it is asked for it does not have; that its state is saved is what matters.
    RunRecord boot =
        fresh
            .run(
                fresh.spec,
                new Work("boot", Map.of("zoo", List.of("zoo/quiet.passes"))),
                GuestListener.deaf())
            .record();
    assertThat(boot.save()).isInstanceOf(SaveOutcome.Saved.class);
    return new Zoo(folder, spec, new Start.Saved(state));
  }

  private static BootSpec spec(Path folder, InitramfsContents contents, String parameter) {
    Initramfs packed = Initramfs.write(contents, folder.resolve("initramfs.cpio"));
    return BootSpec.of(kernel(), packed.file(), new Deadlines(BOOT, RUN))
        // Little, for those that use it up.
        .withMemoryMiB(128)
        .withKernelParameters(parameter.isEmpty() ? List.of() : List.of(parameter));
  }

  /** Fails where everything should be there, and is skipped on a developer's machine. */
  static Path kernel() {
    String file = System.getProperty("kverdict.zooKernel", "");
    if (Files.isRegularFile(Path.of(file))) {
      return Path.of(file);
    }
    String message = "no file at -Dkverdict.zooKernel='" + file + "'";
    return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
  }

  CommandRunner commands() {
    return commands;
  }

  /** Runs these cases, in this order. */
  GuestRun run(List<String> cases) {
    return run(spec, new Work("guest-" + (guests + 1), Map.of("zoo", cases)), GuestListener.deaf());
  }

  /** Has the liar tell this lie, within these many seconds. */
  GuestRun lie(String lie, int seconds) {
    BootSpec hasty =
        new BootSpec(
            spec.kernel(),
            spec.initramfs(),
            spec.machine(),
            spec.memoryMiB(),
            spec.cpus(),
            spec.kernelParameters(),
            new Deadlines(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds)));
    return run(
        hasty, new Work("guest-" + (guests + 1), Map.of(lie, List.of())), GuestListener.deaf());
  }

  /** The folder of the next guest. */
  Path nextFolder() {
    return folder.resolve("guest-" + (guests + 1));
  }

  /** Runs these cases while somebody listens. */
  GuestRun run(List<String> cases, GuestListener listener) {
    return run(spec, new Work("guest-" + (guests + 1), Map.of("zoo", cases)), listener);
  }

  /** Boots instead, saves the state there, and runs these cases. */
  GuestRun boot(List<String> cases, Path state) {
    Zoo fresh =
        new Zoo(
            folder.resolve(state.getFileName() + "-boot"),
            spec,
            new Start.Boot(Optional.of(state)));
    return fresh.run(cases);
  }

  private GuestRun run(BootSpec spec, Work work, GuestListener listener) {
    Path output = nextFolder();
    guests++;
    RunRecord record = ImpatientQemu.with(commands).run(spec, start, () -> work, output, listener);
    return GuestRun.read(
        work.guest(),
        start instanceof Start.Saved,
        record,
        new GuestRun.Request(
            work.suites().values().stream().flatMap(List::stream).toList(), List.of(), List.of()));
  }
}
