// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.build.Kernel;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.fake.Leftovers;
import org.kverdict.image.Initramfs;
import org.kverdict.image.InitramfsContents;
import org.kverdict.plan.Home;
import org.kverdict.plan.PlanReader;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.Supervision;
import org.kverdict.results.CaseResult;
import org.kverdict.results.Outcome;
import org.kverdict.store.Store;
import org.kverdict.vm.GuestLine;
import org.kverdict.vm.GuestListener;
import org.kverdict.vm.RunOutcome;
import org.kverdict.vm.SaveOutcome;

/** What the host does to a guest: none of it is an outcome of a case. */
@Timeout(30)
class ZooHostKernelTest {
  private static final String BEFORE = "zoo/quiet.passes";
  private static final String LONG = "zoo/process.sleeps_for_ever";
  private static final String AFTER = "zoo/quiet.fails";
  private static final String FAILS = "doubt/last.fails";
  private static final String SLOW = "doubt/last.takes_its_time";
  private static final List<String> CASES = List.of(BEFORE, LONG, AFTER);

  @TempDir static Path folder;
  private static Zoo zoo;
  private static StepGuests step;
  private static List<GuestRun> booted = List.of();
  private static final List<RunEvent> EVENTS = Collections.synchronizedList(new ArrayList<>());
  private static final AtomicBoolean KILLS = new AtomicBoolean();
  private Leftovers leftovers;

  @BeforeAll
  static void boot() throws IOException {
    zoo = Zoo.ofCases(folder);
    Home home = Home.locate();
    Store store = Store.open(folder.resolve("cache"));
    Path plan =
        Files.writeString(
            folder.resolve("plan.yaml"), "source: dir:.\ntests: [doubt]\nguest: {memory: 128M}\n");
    Guests guests =
        new Guests(
            new HostProcesses(Supervision.probe()),
            store,
            Architecture.named("x86_64"),
            new PlanReader(home).read(plan),
            Initramfs.write(
                InitramfsContents.of(home.guestInit(), Map.of("doubt", home.suite("doubt"))),
                folder.resolve("steps.cpio")),
            OutputFolder.claim(folder.resolve("out"), store),
            new Stopwatch(ZooHostKernelTest::hear));
    Path kernel = Optional.ofNullable(Zoo.kernel().getParent()).orElseThrow();
    step =
        new StepGuests(
            guests,
            "step",
            new Kernel(kernel, "key", "hash", true, Duration.ZERO),
            folder.resolve("step.state"),
            List.of());
    booted = step.boot();
  }

  private static void hear(RunEvent event) {
    EVENTS.add(event);
    if (event instanceof RunEvent.CaseBegan began
        && began.caseName().equals(SLOW)
        && KILLS.getAndSet(false)) {
      signal("KILL");
    }
  }

  @BeforeEach
  void look() {
    leftovers = Leftovers.since();
  }

  @AfterEach
  void nothing_is_left_behind() throws InterruptedException {
    leftovers.requireNone();
  }

  @Test
  void qemu_that_is_killed_is_the_hosts_trouble_and_its_cases_have_no_outcome() {
    GuestRun run = zoo.run(CASES, during(LONG, line -> signal("KILL")));

    assertThat(run.record().outcome())
        .isInstanceOfSatisfying(
            RunOutcome.MachineDied.class, died -> assertThat(died.exit()).isNotZero());
    assertThat(outcomes(run)).containsExactly(Outcome.PASS, Outcome.LOST, Outcome.LOST);
    assertThat(run.unsettled()).containsExactly(LONG, AFTER);
  }

  @Test
  void qemu_that_is_stopped_is_not_taken_for_a_guest_that_hangs() {
    GuestRun run = zoo.run(CASES, during(LONG, line -> signal("STOP")));

    assertThat(run.record().outcome()).isInstanceOf(RunOutcome.MachineDied.class);
    assertThat(run.record().outcome().describe()).contains("QEMU no longer answers");
    assertThat(outcomes(run)).containsExactly(Outcome.PASS, Outcome.LOST, Outcome.LOST);
    assertThat(run.unsettled()).containsExactly(LONG, AFTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"console.log", "results.jsonl"})
  void full_disk_names_the_file_and_the_reason(String name) throws IOException {
    Path file = Files.createDirectories(zoo.nextFolder()).resolve(name);
    Files.createSymbolicLink(file, Path.of("/dev/full"));

    assertThatThrownBy(() -> zoo.run(List.of(BEFORE, "zoo/console.is_torn")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("the disk is full");
  }

  @Test
  void disk_too_full_for_a_state_is_told_and_the_guest_goes_on() throws IOException {
    Path state = folder.resolve("state-nowhere");
    Files.createSymbolicLink(state, Path.of("/dev/full"));

    GuestRun run = zoo.boot(List.of(BEFORE), state);

    assertThat(run.record().outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(outcomes(run)).containsExactly(Outcome.PASS);
    assertThat(run.record().save())
        .isInstanceOfSatisfying(
            SaveOutcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("No space left on device"));
    assertThat(state).doesNotExist();
  }

  @Test
  void cases_after_an_oops_run_again_and_both_results_are_there() {
    assertThat(booted).hasSize(2);
    GuestRun first = booted.get(0);
    assertThat(outcomes(first))
        .containsExactly(Outcome.PASS, Outcome.CRASHED, Outcome.FAIL, Outcome.PASS);
    assertThat(first.doubtful()).containsExactly(FAILS, SLOW);
    GuestRun second = booted.get(1);
    assertThat(outcomes(second)).containsExactly(Outcome.FAIL, Outcome.PASS);
    assertThat(second.doubtful()).isEmpty();
    assertThat(second.unsettled()).isEmpty();
  }

  @Test
  void guest_whose_machine_was_killed_has_another() {
    KILLS.set(true);
    List<GuestRun> runs = step.again(List.of(FAILS, SLOW));

    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).isInfrastructure()).isTrue();
    assertThat(outcomes(runs.get(0))).containsExactly(Outcome.FAIL, Outcome.LOST);
    assertThat(runs.get(1).record().outcome()).isEqualTo(new RunOutcome.Finished(true));
    assertThat(outcomes(runs.get(1))).containsExactly(Outcome.PASS);
    assertThat(EVENTS).anySatisfy(it -> assertThat(it.toString()).contains("the machine died"));
  }

  /** Does so when the case begins. */
  private static GuestListener during(String name, Consumer<GuestLine> act) {
    return line -> {
      if (line.text().contains("\"start\"") && line.text().contains(name)) {
        act.accept(line);
      }
    };
  }

  private static void signal(String name) {
    ProcessHandle qemu =
        ProcessHandle.current()
            .descendants()
            .filter(it -> it.info().command().orElse("").contains("qemu-system"))
            .findFirst()
            .orElseThrow();
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(qemu.pid())).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Outcome> outcomes(GuestRun run) {
    return run.results().cases().stream().map(CaseResult::outcome).toList();
  }
}
