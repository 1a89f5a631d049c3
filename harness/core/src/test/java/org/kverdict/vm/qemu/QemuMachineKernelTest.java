// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.CommandRunner;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.Supervision;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.BootSpec;
import org.kverdict.vm.Deadlines;
import org.kverdict.vm.GuestListener;
import org.kverdict.vm.RunOutcome;
import org.kverdict.vm.RunPhase;
import org.kverdict.vm.RunRecord;

/**
 * The machine with a real QEMU and a real kernel, the one at {@code -Dkverdict.kernel}, and an
 * initramfs of the guest tests, at {@code -Dkverdict.initramfs}.
 */
@Timeout(180)
class QemuMachineKernelTest {
  private static final Deadlines PATIENT =
      new Deadlines(Duration.ofSeconds(60), Duration.ofSeconds(60));

  private final CommandRunner runner = new HostProcesses(Supervision.probe());
  private final QemuMachine machine = new QemuMachine(runner, Acceleration.TCG);
  @TempDir Path folder;
  private BootSpec spec;

  @BeforeEach
  void ask() {
    spec = BootSpec.of(required("kverdict.kernel"), required("kverdict.initramfs"), PATIENT);
  }

  @Test
  void guest_finishes_and_powers_off() {
    RunRecord run = machine.run(spec, folder, GuestListener.deaf());

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(run.results()).content().contains("{\"event\":\"done\"").endsWith("\n");
    assertThat(run.console()).content().contains("Linux version").contains("reboot: Power down");
    assertThat(run.toFirstEvent()).isPresent();
  }

  @Test
  void kernel_without_an_init_panics() {
    RunRecord run =
        machine.run(
            spec.withKernelParameters(List.of("rdinit=/none")), folder, GuestListener.deaf());

    assertThat(run.outcome())
        .isInstanceOfSatisfying(
            RunOutcome.Panicked.class,
            panic ->
                assertThat(panic.title())
                    .containsAnyOf("No working init found", "Unable to mount root fs"));
    assertThat(run.toFirstEvent()).isEmpty();
  }

  @Test
  void deadline_ends_a_boot() {
    Deadlines hasty = new Deadlines(Duration.ofMillis(200), Duration.ofSeconds(60));
    RunRecord run =
        machine.run(
            BootSpec.of(spec.kernel(), spec.initramfs(), hasty), folder, GuestListener.deaf());

    assertThat(run.outcome())
        .isInstanceOfSatisfying(
            RunOutcome.Hung.class, hung -> assertThat(hung.phase()).isEqualTo(RunPhase.BOOT));
  }

  @Test
  void what_is_no_kernel_is_infrastructure() throws IOException {
    Path text = Files.writeString(folder.resolve("bzImage"), "no kernel");

    assertThatThrownBy(
            () ->
                machine.run(
                    BootSpec.of(text, spec.initramfs(), PATIENT), folder, GuestListener.deaf()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageStartingWith("cannot start QEMU: exit status 1");
  }

  @Test
  void script_repeats_the_boot_by_hand() throws IOException {
    Path results = folder.resolve("results.jsonl");
    Path script =
        Files.writeString(
            folder.resolve("boot.sh"), BootScript.render(spec, Acceleration.TCG, results));

    CommandResult run =
        runner
            .run(Command.of("sh", script.toString()), Duration.ofSeconds(90))
            .orThrow("cannot repeat the boot");
    assertThat(run.stdout()).contains("Linux version");
    assertThat(results).content().contains("{\"event\":\"done\"");
  }

  @Test
  void probe_keeps_to_its_bound() {
    long start = System.nanoTime();
    AccelerationChoice choice =
        new AccelerationProbe(
                runner,
                spec.machine(),
                folder.resolve("acceleration.json"),
                AccelerationProbe.DEFAULT_BOUND)
            .choose();
    Duration wall = Duration.ofNanos(System.nanoTime() - start);

    assertThat(choice.reason()).isNotBlank();
    assertThat(wall).isLessThan(AccelerationProbe.DEFAULT_BOUND.plusSeconds(5));
  }

  @Test
  void the_probes_guest_is_a_sound_program() throws IOException {
    Path disk = Files.write(folder.resolve("disk"), BootSector.disk());
    List<String> arguments = AccelerationProbe.arguments(spec.machine(), Acceleration.TCG, disk);

    assertThat(runner.run(Command.of(arguments), Duration.ofSeconds(60)).exit())
        .isEqualTo(BootSector.EXIT);
  }

  /** Fails where everything should be there, and is skipped on a developer's machine. */
  private static Path required(String property) {
    String file = System.getProperty(property, "");
    if (Files.isRegularFile(Path.of(file))) {
      return Path.of(file);
    }
    String message = "no file at -D" + property + "='" + file + "'";
    return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
  }
}
