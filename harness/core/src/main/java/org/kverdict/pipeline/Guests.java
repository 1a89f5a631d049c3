// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.kverdict.build.Kernel;
import org.kverdict.image.Initramfs;
import org.kverdict.plan.Plan;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.Store;
import org.kverdict.vm.BootSpec;
import org.kverdict.vm.Deadlines;
import org.kverdict.vm.GuestLine;
import org.kverdict.vm.RunRecord;
import org.kverdict.vm.Start;
import org.kverdict.vm.Work;
import org.kverdict.vm.qemu.AccelerationChoice;
import org.kverdict.vm.qemu.AccelerationProbe;
import org.kverdict.vm.qemu.BootScript;
import org.kverdict.vm.qemu.QemuMachine;

/** Boots the kernels of a run, all in the same guest. */
final class Guests {
  private static final int MOST_AT_A_TIME = 4;

  private final CommandRunner commands;
  private final Architecture architecture;
  private final Plan plan;
  private final Initramfs initramfs;
  private final OutputFolder output;
  private final Stopwatch watch;
  private final AccelerationChoice acceleration;
  private final ObjectMapper json = new ObjectMapper();

  Guests(
      CommandRunner commands,
      Store store,
      Architecture architecture,
      Plan plan,
      Initramfs initramfs,
      OutputFolder output,
      Stopwatch watch) {
    this.commands = commands;
    this.architecture = architecture;
    this.plan = plan;
    this.initramfs = initramfs;
    this.output = output;
    this.watch = watch;
    this.acceleration =
        new AccelerationProbe(
                commands,
                architecture.machine(),
                store.path("host", "acceleration.json"),
                AccelerationProbe.DEFAULT_BOUND)
            .choose();
  }

  /** How many guests may run at a time: emulated, each of their processors keeps one here busy. */
  int atATime() {
    int fit = Runtime.getRuntime().availableProcessors() / plan.machine().cpus();
    return Math.max(1, Math.min(MOST_AT_A_TIME, fit));
  }

  String describe() {
    return "QEMU " + acceleration.qemu() + ", " + word();
  }

  String qemu() {
    return acceleration.qemu();
  }

  String word() {
    return acceleration.acceleration().name().toLowerCase(Locale.ROOT);
  }

  String initramfsHash() {
    return initramfs.sha256();
  }

  List<String> suites() {
    return plan.tests();
  }

  void note(String text) {
    watch.note(text);
  }

  /**
   * Runs one guest.
   *
   * @param step the step that it belongs to
   * @param number which of the step's guests it is, from 1
   * @param work asked once it is ready
   * @param request the same in the end, for whoever reads what it has left
   */
  GuestRun run(
      String step,
      int number,
      Kernel kernel,
      Start start,
      Supplier<Work> work,
      StepGuests.Announced announced,
      Supplier<GuestRun.Request> request) {
    BootSpec spec = spec(kernel);
    if (number == 1) {
      output.writeScript(
          BootScript.render(spec, acceleration.acceleration(), Path.of("results-by-hand.jsonl")),
          step);
    }
    RunRecord record =
        new QemuMachine(commands, acceleration.acceleration())
            .run(
                spec, start, work, output.guest(step, number), line -> hear(step, line, announced));
    return GuestRun.read(step + "-" + number, start instanceof Start.Saved, record, request.get());
  }

  private BootSpec spec(Kernel kernel) {
    return new BootSpec(
        kernel.image(),
        initramfs.file(),
        architecture.machine(),
        plan.machine().memoryMiB(),
        plan.machine().cpus(),
        plan.timeouts().perCase().map(d -> "kverdict.timeout=" + d.toSeconds()).stream().toList(),
        new Deadlines(plan.timeouts().boot(), plan.timeouts().run()));
  }

  private void hear(String step, GuestLine line, StepGuests.Announced announced) {
    try {
      JsonNode event = json.readTree(line.text());
      String name = event == null ? "" : event.path("event").asText();
      if (name.equals("suite")) {
        event.path("cases").forEach(it -> announced.add(it.asText()));
      } else if (name.equals("ready")) {
        announced.close();
      } else if (name.equals("start")) {
        watch.emit(new RunEvent.CaseBegan(step, event.path("case").asText()));
      }
    } catch (JsonProcessingException e) {
      // The reader of the results tells of it.
    }
  }
}
