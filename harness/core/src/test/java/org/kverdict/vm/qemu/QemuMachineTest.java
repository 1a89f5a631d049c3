// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandRunner;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.RunningCommand;
import org.kverdict.process.Supervision;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.BootSpec;
import org.kverdict.vm.Deadlines;
import org.kverdict.vm.GuestLine;
import org.kverdict.vm.GuestListener;
import org.kverdict.vm.Machine;
import org.kverdict.vm.MachineType;
import org.kverdict.vm.RunOutcome;
import org.kverdict.vm.RunPhase;
import org.kverdict.vm.RunRecord;
import org.kverdict.vm.SaveOutcome;
import org.kverdict.vm.Start;
import org.kverdict.vm.Work;

/** The machine with {@link FakeQemu} in QEMU's place. */
@Timeout(60)
class QemuMachineTest {
  /** Long enough for anything that comes, on a host that is busy building. */
  private static final Duration LONG = Duration.ofSeconds(30);

  /** For what never comes. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Patience PATIENCE = new Patience(LONG, LONG, LONG, SHORT, SHORT, LONG, LONG);

  /** Long enough for an answer, and for a state that never comes or goes. */
  private static final Patience IMPATIENT_OF_STATES =
      new Patience(LONG, LONG, Duration.ofSeconds(3), SHORT, SHORT, LONG, LONG);

  private static final String READY = "{\"event\":\"ready\"}\n{\"event\":\"begin\"}\n";
  private static final Supplier<Work> WORK = () -> Work.everything("test");

  @TempDir Path folder;
  private final List<RunningCommand> started = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "finishes, the guest finished and powered off",
    "finishes-and-says-panic, the guest finished and powered off",
    "stays, the guest finished but did not power off",
    "powers-off-early, the guest powered off before it had sent its last event",
    "panics, the kernel panicked: Fatal exception",
    "panics-and-hangs, the kernel panicked: Fatal exception",
    "reboots, the guest reset itself without a panic",
    "dies, 'the machine died with exit status 134, saying qemu: assertion failed'",
  })
  void tells_how_the_guest_ended(String scenario, String outcome) throws IOException {
    RunRecord run = run(scenario, LONG, LONG);

    assertThat(run.outcome().describe()).isEqualTo(outcome);
    assertThat(run.console()).content().startsWith("[    0.000000][    T0] Linux version 5.10\r\n");
  }

  @Test
  void records_what_was_started_and_what_came() throws IOException {
    RunRecord run = run("finishes", LONG, LONG);

    assertThat(run.results()).hasContent(READY + "{\"event\":\"done\"}\n");
    assertThat(run.toWork()).hasValueSatisfying(d -> assertThat(d).isLessThan(run.wall()));
    assertThat(run.command().arguments()).containsSubsequence("-accel", "tcg");
    assertThat(run.acceleration()).isEqualTo(Acceleration.TCG);
  }

  @Test
  void hang_in_boot_ends_at_the_boot_deadline() throws IOException {
    RunRecord run = run("hangs-in-boot", Duration.ofSeconds(2), LONG);

    assertThat(run.outcome())
        .isInstanceOfSatisfying(
            RunOutcome.Hung.class,
            hung -> {
              assertThat(hung.phase()).isEqualTo(RunPhase.BOOT);
              assertThat(hung.after()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
            });
    assertThat(run.toWork()).isEmpty();
  }

  @Test
  void hang_in_run_ends_at_the_run_deadline() throws IOException {
    RunRecord run = run("hangs-in-run", LONG, SHORT);

    assertThat(run.outcome())
        .isInstanceOfSatisfying(
            RunOutcome.Hung.class, hung -> assertThat(hung.phase()).isEqualTo(RunPhase.RUN));
    assertThat(run.toWork()).isPresent();
  }

  @Test
  void hang_in_a_case_ends_when_the_guest_itself_should_have_ended_it() throws IOException {
    Patience impatient = new Patience(LONG, SHORT, LONG, SHORT, SHORT, LONG, LONG);
    RunRecord run =
        machine(impatient)
            .run(spec("hangs-in-a-case", LONG, LONG), Start.boot(), WORK, folder, l -> {});

    assertThat(run.outcome())
        .isInstanceOfSatisfying(
            RunOutcome.Hung.class, hung -> assertThat(hung.phase()).isEqualTo(RunPhase.CASE));
  }

  @Test
  void emulator_that_no_longer_answers_is_not_taken_for_a_guest_that_hangs() throws IOException {
    Patience impatient = new Patience(LONG, LONG, LONG, SHORT, SHORT, SHORT, LONG);
    RunRecord run =
        machine(impatient)
            .run(spec("does-not-answer", LONG, SHORT), Start.boot(), WORK, folder, l -> {});

    assertThat(run.outcome()).isInstanceOf(RunOutcome.MachineDied.class);
    assertThat(run.outcome().describe()).contains("no longer answers");
  }

  @Test
  void guest_goes_on_if_its_state_cannot_be_saved() throws IOException {
    RunRecord run = runAndSave(PATIENCE, "cannot-save");

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(run.save())
        .isInstanceOfSatisfying(
            SaveOutcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("QEMU says failed"));
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "powers-off-at-stop, the guest powered off before it had sent its last event",
    "refuses-stop-and-resets, the guest reset itself without a panic",
    "resets-after-a-refused-save, the guest reset itself without a panic",
  })
  void guest_that_ends_while_its_state_is_to_be_saved_has_ended(String scenario, String outcome)
      throws IOException {
    RunRecord run = runAndSave(PATIENCE, scenario);

    assertThat(run.outcome().describe()).isEqualTo(outcome);
    assertThat(run.save()).isEqualTo(new SaveOutcome.NotTried());
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void guest_goes_on_once_its_state_is_saved() throws IOException {
    RunRecord run = runAndSave(PATIENCE, "saves");

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(run.save())
        .isInstanceOfSatisfying(
            SaveOutcome.Saved.class,
            saved -> assertThat(saved.state()).hasContent("state").hasSize(saved.bytes()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"saves-too-slowly", "saves-while-it-is-cancelled"})
  void save_that_takes_too_long_is_cancelled_before_the_guest_goes_on(String scenario)
      throws IOException {
    RunRecord run = runAndSave(IMPATIENT_OF_STATES, scenario);

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(run.save())
        .isEqualTo(new SaveOutcome.Refused("QEMU says still active after 3000 ms"));
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void save_that_cannot_be_cancelled_is_infrastructure() {
    Patience impatient =
        new Patience(LONG, LONG, IMPATIENT_OF_STATES.state(), SHORT, SHORT, SHORT, LONG);

    assertThatThrownBy(() -> runAndSave(impatient, "never-cancels"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("QEMU did not cancel it within 3000 ms");
  }

  @Test
  void guest_goes_on_from_a_saved_state() throws IOException {
    RunRecord run = load(PATIENCE, "goes-on");

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(run.results()).content().startsWith("{\"event\":\"begin\"}\n");
  }

  @Test
  void qemu_that_does_not_take_a_state_is_infrastructure() {
    assertThatThrownBy(() -> load(IMPATIENT_OF_STATES, "takes-no-state"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageStartingWith(
            "cannot load the machine's state from " + folder.resolve("state") + " within 3000 ms: ")
        .hasMessageContaining("QEMU took only the first ")
        .hasMessageContaining("command: ");
  }

  @Test
  void state_that_ends_early_is_infrastructure() {
    assertThatThrownBy(() -> load(PATIENCE, "has-its-state-cut"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageStartingWith(
            "cannot load the machine's state from " + folder.resolve("state") + " within 30000 ms:")
        .hasMessageContaining("it ended after ")
        .hasMessageContaining(" of 67108864 bytes");
  }

  @Test
  void guest_that_qemu_has_stopped_does_not_wait_for_a_deadline() throws IOException {
    Patience impatient = new Patience(LONG, LONG, LONG, SHORT, SHORT, SHORT, LONG);
    RunRecord run =
        machine(impatient).run(spec("stops", LONG, LONG), Start.boot(), WORK, folder, l -> {});

    assertThat(run.outcome()).isInstanceOf(RunOutcome.MachineDied.class);
    assertThat(run.wall()).isLessThan(LONG);
  }

  @Test
  void flood_on_the_console_is_bounded_and_does_not_stop_the_run() throws IOException {
    RunRecord run = run("floods", LONG, LONG);

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(Files.size(run.console()))
        .isBetween(Machine.FILE_LIMIT - (128 << 10), Machine.FILE_LIMIT + 100);
  }

  @Test
  void gigabyte_on_the_console_is_read_to_its_end() throws IOException {
    RunRecord run = run("floods-a-gigabyte", LONG, LONG);

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(Files.size(run.console()))
        .isBetween(Machine.FILE_LIMIT - (128 << 10), Machine.FILE_LIMIT + 100);
  }

  @Test
  void line_of_100_megabytes_is_cut_and_nothing_after_it_is_lost() throws IOException {
    RunRecord run = run("long-line-of-100-megabytes", LONG, LONG);

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(Files.readAllLines(run.results()))
        .endsWith("x".repeat(Machine.LINE_LIMIT) + GuestLine.CUT, "{\"event\":\"done\"}");
  }

  @Test
  void guest_that_does_not_take_a_long_list_of_work_is_not_waited_for() throws IOException {
    List<String> cases = IntStream.range(0, 200_000).mapToObj(i -> "demo/a.case" + i).toList();
    RunRecord run =
        machine(PATIENCE)
            .run(
                spec("takes-no-work", Duration.ofSeconds(4), LONG),
                Start.boot(),
                () -> new Work("test", Map.of("demo", cases)),
                folder,
                GuestListener.deaf());

    assertThat(run.outcome())
        .isInstanceOfSatisfying(
            RunOutcome.Hung.class, hung -> assertThat(hung.phase()).isEqualTo(RunPhase.BOOT));
  }

  @Test
  void guest_that_says_that_it_panicked_and_talks_on_has_no_more_time_than_others()
      throws IOException {
    RunRecord run = run("panics-and-talks", LONG, Duration.ofSeconds(2));

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Panicked("Fatal exception"));
  }

  @Test
  void long_line_is_cut_and_the_next_one_is_whole() throws IOException {
    List<GuestLine> lines = new ArrayList<>();
    RunRecord run =
        machine(PATIENCE)
            .run(spec("long-line", LONG, LONG), Start.boot(), WORK, folder, lines::add);

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(lines).extracting(GuestLine::whole).containsExactly(true, true, false, true, false);
    assertThat(lines.get(2).text()).hasSize(Machine.LINE_LIMIT).startsWith("{\"event\":\"xxx");
    List<String> kept = Files.readAllLines(run.results());
    assertThat(kept.get(2)).hasSize(Machine.LINE_LIMIT + GuestLine.CUT.length());
    assertThat(kept.subList(3, 5))
        .containsExactly("{\"event\":\"done\"}", "unfinished" + GuestLine.CUT);
  }

  @Test
  void listener_cannot_break_the_run() throws IOException {
    RunRecord run =
        machine(PATIENCE)
            .run(
                spec("finishes", LONG, LONG),
                Start.boot(),
                WORK,
                folder,
                line -> {
                  throw new IllegalStateException("broken listener");
                });

    assertThat(run.outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(run.results()).hasContent(READY + "{\"event\":\"done\"}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"console.log", "results.jsonl"})
  void file_that_is_not_written_to_its_end_is_infrastructure(String name) throws IOException {
    Duration drain = Duration.ofSeconds(2);
    Patience impatient = new Patience(LONG, LONG, LONG, SHORT, SHORT, LONG, drain);
    BootSpec spec = spec("talks-at-length", LONG, LONG);
    Path file = folder.resolve(name);
    new HostProcesses(Supervision.DIRECT_CHILD)
        .run(Command.of("mkfifo", file.toString()), LONG)
        .orThrow("cannot make a pipe");

    // A disk that takes no more: a pipe that is full and that nobody reads.
    try (FileChannel pipe =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(pipe.isOpen()).isTrue();
      assertThatThrownBy(() -> machine(impatient).run(spec, Start.boot(), WORK, folder, line -> {}))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageStartingWith("cannot finish " + file)
          .hasMessageContaining("within 2000 ms")
          .hasMessageContaining("run again");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "refuses, exit status 1, qemu: -frobnicate: invalid option",
    "no-kernel, exit status 1, qemu: could not load kernel",
  })
  void qemu_that_does_not_start_is_infrastructure(String scenario, String how, String said) {
    assertThatThrownBy(() -> run(scenario, LONG, LONG))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageStartingWith("cannot start QEMU: " + how)
        .hasMessageContaining(said)
        .hasMessageContaining("command: ");
  }

  @Test
  void qemu_that_never_connects_is_infrastructure() {
    Patience impatient = new Patience(SHORT, LONG, LONG, SHORT, SHORT, LONG, LONG);

    assertThatThrownBy(
            () ->
                machine(impatient)
                    .run(spec("never-connects", LONG, LONG), Start.boot(), WORK, folder, l -> {}))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageStartingWith("cannot start QEMU: it did not connect and answer in time");
  }

  @Test
  void garbage_on_the_control_connection_is_infrastructure() {
    assertThatThrownBy(() -> run("garbage", LONG, LONG))
        .isInstanceOf(InfrastructureException.class)
        .satisfies(
            e ->
                assertThat(e.getSuppressed()[0])
                    .hasMessageContaining("it sent what is not JSON: login:"));
  }

  @Test
  void missing_kernel_is_named() throws IOException {
    BootSpec spec = spec("finishes", LONG, LONG);
    Files.delete(spec.kernel());

    assertThatThrownBy(
            () -> machine(PATIENCE).run(spec, Start.boot(), WORK, folder, GuestListener.deaf()))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("the kernel image " + spec.kernel());
  }

  @Test
  void interrupt_ends_it() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    List<Throwable> thrown = new ArrayList<>();
    List<Boolean> flags = new ArrayList<>();
    BootSpec spec = spec("hangs-in-run", LONG, LONG);
    Thread thread =
        new Thread(
            () -> {
              thrown.add(
                  catchThrowable(
                      () ->
                          machine(PATIENCE)
                              .run(spec, Start.boot(), WORK, folder, line -> running.countDown())));
              flags.add(Thread.currentThread().isInterrupted());
            });
    thread.start();
    assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    thread.join(30_000);

    assertThat(thrown).hasSize(1).allSatisfy(e -> assertThat(e).hasMessageContaining("interrupt"));
    assertThat(flags).containsExactly(true);
  }

  @AfterEach
  void nothing_is_left_behind() throws IOException {
    assertThat(started).allSatisfy(qemu -> assertThat(qemu.await(LONG)).isTrue());
    try (var files = Files.list(folder)) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("kverdict-"));
    }
  }

  private RunRecord run(String scenario, Duration boot, Duration run) throws IOException {
    return machine(PATIENCE)
        .run(spec(scenario, boot, run), Start.boot(), WORK, folder, GuestListener.deaf());
  }

  private RunRecord runAndSave(Patience patience, String scenario) throws IOException {
    Start start = new Start.Boot(Optional.of(folder.resolve("state")));
    return machine(patience).run(spec(scenario, LONG, LONG), start, WORK, folder, line -> {});
  }

  /** Loads a state of 64 MiB, which no connection holds by itself. */
  private RunRecord load(Patience patience, String scenario) throws IOException {
    Path state = folder.resolve("state");
    try (RandomAccessFile file = new RandomAccessFile(state.toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    return machine(patience)
        .run(spec(scenario, LONG, LONG), new Start.Saved(state), WORK, folder, line -> {});
  }

  private QemuMachine machine(Patience patience) {
    HostProcesses host = new HostProcesses(Supervision.DIRECT_CHILD);
    CommandRunner runner =
        (command, stdout, stderr) -> {
          RunningCommand qemu = host.start(command, stdout, stderr);
          started.add(qemu);
          return qemu;
        };
    return new QemuMachine(
        runner, Acceleration.TCG, patience, () -> RuntimeFolder.create(List.of(folder)));
  }

  private BootSpec spec(String scenario, Duration boot, Duration run) throws IOException {
    MachineType fake =
        Scripts.machine(
            folder.resolve("qemu"),
            Command.of(
                        "exec",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeQemu.class.getName(),
                        scenario)
                    .toShell()
                + " \"$@\"");
    return new BootSpec(
        Files.writeString(folder.resolve("bzImage"), ""),
        Files.writeString(folder.resolve("initramfs.cpio"), ""),
        fake,
        512,
        2,
        List.of(),
        new Deadlines(boot, run));
  }
}
