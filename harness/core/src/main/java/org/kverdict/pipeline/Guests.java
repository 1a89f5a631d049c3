// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Locale;
import org.kverdict.build.Kernel;
import org.kverdict.image.Initramfs;
import org.kverdict.plan.Plan;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.Store;
import org.kverdict.vm.BootSpec;
import org.kverdict.vm.Deadlines;
import org.kverdict.vm.GuestLine;
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

  GuestRun boot(String step, Kernel kernel) {
    BootSpec spec =
        new BootSpec(
            kernel.image(),
            initramfs.file(),
            architecture.machine(),
            plan.machine().memoryMiB(),
            plan.machine().cpus(),
            plan.timeouts().perCase().map(d -> "kverdict.timeout=" + d.toSeconds()).stream()
                .toList(),
            new Deadlines(plan.timeouts().boot(), plan.timeouts().run()));
    return watch.time(
        Stage.BOOT,
        step,
        run -> run.record().outcome().describe(),
        () -> {
          QemuMachine machine = new QemuMachine(commands, acceleration.acceleration());
          Path folder = output.step(step);
          output.writeScript(
              BootScript.render(
                  spec, acceleration.acceleration(), Path.of("results-by-hand.jsonl")),
              step);
          return GuestRun.read(
              machine.run(spec, folder, line -> progress(step, line)), plan.tests());
        });
  }

  private void progress(String step, GuestLine line) {
    try {
      JsonNode event = json.readTree(line.text());
      if (event != null && event.path("event").asText().equals("start")) {
        watch.emit(new RunEvent.CaseBegan(step, event.path("case").asText()));
      }
    } catch (JsonProcessingException e) {
      // Progress only; the reader of the results tells of it.
    }
  }
}
