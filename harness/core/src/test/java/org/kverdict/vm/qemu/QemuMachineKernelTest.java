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
import java.util.Optional;
import java.util.function.Supplier;
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
import org.kverdict.vm.SaveOutcome;
import org.kverdict.vm.Start;
import org.kverdict.vm.Work;

/**
 * The machine with a real QEMU and a real kernel, the one at {@code -Dkverdict.kernel}, and an
 * initramfs of the guest tests, at {@code -Dkverdict.initramfs}.
 */
@Timeout(180)
class QemuMachineKernelTest {
  private static final Deadlines PATIENT =
      new Deadlines(Duration.ofSeconds(60), Duration.ofSeconds(60));

  private static final Supplier<Work> WORK = () -> Work.everything("test");

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
    RunRecord run = machine.run(spec, Start.boot(), WORK, folder, GuestListener.deaf());

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(run.results()).content().contains("{\"event\":\"done\"").endsWith("\n");
    assertThat(run.console()).content().contains("Linux version").contains("reboot: Power down");
    assertThat(run.toWork()).isPresent();
  }

  @Test
  void kernel_without_an_init_panics() {
    RunRecord run =
        machine.run(
            spec.withKernelParameters(List.of("rdinit=/none")),
            Start.boot(),
            WORK,
            folder,
            GuestListener.deaf());

    assertThat(run.outcome())
        .isInstanceOfSatisfying(
            RunOutcome.Panicked.class,
            panic ->
                assertThat(panic.title())
                    .containsAnyOf("No working init found", "Unable to mount root fs"));
    assertThat(run.toWork()).isEmpty();
  }

  @Test
  void deadline_ends_a_boot() {
    Deadlines hasty = new Deadlines(Duration.ofMillis(200), Duration.ofSeconds(60));
    RunRecord run =
        machine.run(
            BootSpec.of(spec.kernel(), spec.initramfs(), hasty),
            Start.boot(),
            WORK,
            folder,
            GuestListener.deaf());

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
                    BootSpec.of(text, spec.initramfs(), PATIENT),
                    Start.boot(),
                    WORK,
                    folder,
                    GuestListener.deaf()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageStartingWith("cannot start QEMU: exit status 1");
  }

  @Test
  void guest_goes_on_from_a_saved_state_as_often_as_it_is_asked() throws IOException {
    Path state = folder.resolve("state");
    RunRecord boot =
        machine.run(
            spec,
            new Start.Boot(Optional.of(state)),
            WORK,
            folder.resolve("boot"),
            GuestListener.deaf());
    assertThat(boot.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(boot.save()).isInstanceOf(SaveOutcome.Saved.class);

    for (String name : List.of("second", "third")) {
      RunRecord again =
          machine.run(
              spec,
              new Start.Saved(state),
              () -> Work.everything(name),
              folder.resolve(name),
              GuestListener.deaf());
      assertThat(again.outcome()).isEqualTo(new RunOutcome.Finished(true));
      assertThat(again.results())
          .content()
          .startsWith("{\"event\":\"begin\",\"guest\":\"" + name + "\"}")
          .contains("{\"event\":\"done\"");
      assertThat(again.console()).content().doesNotContain("Linux version");
    }
  }

  @Test
  void state_that_is_damaged_is_infrastructure() throws IOException {
    Path state = Files.writeString(folder.resolve("state"), "no state");

    assertThatThrownBy(
            () -> machine.run(spec, new Start.Saved(state), WORK, folder, GuestListener.deaf()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("Not a migration stream");
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
