// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandRunner;
import org.kverdict.process.RunningCommand;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.BootSpec;
import org.kverdict.vm.GuestListener;
import org.kverdict.vm.Machine;
import org.kverdict.vm.RunRecord;
import org.kverdict.vm.Start;
import org.kverdict.vm.Work;

/** Boots kernels in QEMU, a process a boot. Safe for use by several threads. */
public final class QemuMachine implements Machine {
  private final CommandRunner runner;
  private final Acceleration acceleration;
  private final Patience patience;
  private final Supplier<RuntimeFolder> folders;

  /**
   * @param runner starts QEMU
   * @param acceleration what executes the guests; see {@link AccelerationProbe}
   */
  public QemuMachine(CommandRunner runner, Acceleration acceleration) {
    this(runner, acceleration, Patience.DEFAULT, RuntimeFolder::create);
  }

  QemuMachine(
      CommandRunner runner,
      Acceleration acceleration,
      Patience patience,
      Supplier<RuntimeFolder> folders) {
    this.runner = runner;
    this.acceleration = acceleration;
    this.patience = patience;
    this.folders = folders;
  }

  @Override
  public RunRecord run(
      BootSpec spec, Start start, Supplier<Work> work, Path outputFolder, GuestListener listener) {
    requireReadable("kernel image", spec.kernel());
    requireReadable("initramfs", spec.initramfs());
    if (start instanceof Start.Saved saved) {
      requireReadable("saved state", saved.state());
    }
    try (RuntimeFolder folder = folders.get();
        PortServer server = PortServer.listen(folder.path())) {
      Files.createDirectories(outputFolder);
      List<String> arguments =
          new ArrayList<>(QemuArguments.of(spec, acceleration, Ports.sockets(folder.path())));
      if (start instanceof Start.Saved) {
        arguments.addAll(QemuArguments.incoming());
      }
      Command command = Command.of(arguments);
      RunWatch watch = new RunWatch(spec.deadlines(), patience);
      LastWords said = new LastWords();
      try (RunningCommand qemu = runner.start(command, said, said)) {
        Optional<Connections> connections = server.accept(qemu, patience.start());
        // From here on kill -9 leaves nothing behind.
        folder.remove();
        if (connections.isEmpty()) {
          throw QemuRun.didNotStart(qemu, said, command);
        }
        try (Connections open = connections.get();
            QemuRun run =
                new QemuRun(open, folders, qemu, said, watch, patience, outputFolder, listener)) {
          return run.toEnd(start, work, command, acceleration);
        }
      }
    } catch (IOException e) {
      throw InfrastructureException.io("cannot run QEMU", outputFolder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("interrupted while a guest was running", e);
    }
  }

  private static void requireReadable(String what, Path file) {
    if (!Files.isReadable(file)) {
      throw new InfrastructureException(
          "cannot boot: the " + what + " " + file + " is not there or cannot be read");
    }
  }
}
