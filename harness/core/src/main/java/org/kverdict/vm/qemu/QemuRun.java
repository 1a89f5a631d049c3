// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.RunningCommand;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.GuestLine;
import org.kverdict.vm.GuestListener;
import org.kverdict.vm.Machine;
import org.kverdict.vm.RunOutcome;
import org.kverdict.vm.RunRecord;

/** One QEMU that has connected, from its first instruction to its last byte. */
final class QemuRun implements Closeable {
  private final RunningCommand qemu;
  private final LastWords said;
  private final RunWatch watch;
  private final Patience patience;
  private final Path consoleFile;
  private final Path resultsFile;
  private final GuestListener listener;
  private final ChannelPump console;
  private final ChannelPump results;
  private final QmpClient qmp;

  QemuRun(
      Connections connections,
      RunningCommand qemu,
      LastWords said,
      RunWatch watch,
      Patience patience,
      Path folder,
      GuestListener listener)
      throws IOException {
    this.qemu = qemu;
    this.said = said;
    this.watch = watch;
    this.patience = patience;
    this.listener = listener;
    this.consoleFile = folder.resolve("console.log");
    this.resultsFile = folder.resolve("results.jsonl");
    ConsoleLog consoleLog =
        new ConsoleLog(new BoundedFile(consoleFile, Machine.FILE_LIMIT), watch::onPanic);
    ResultsLog resultsLog =
        new ResultsLog(new BoundedFile(resultsFile, Machine.FILE_LIMIT), this::onLine);
    this.console =
        ChannelPump.start(
            "console", connections.console(), consoleLog, e -> onFailure(consoleFile, e));
    this.results =
        ChannelPump.start(
            "results", connections.results(), resultsLog, e -> onFailure(resultsFile, e));
    this.qmp = new QmpClient(connections.qmp(), watch);
  }

  /** Lets the guest go, and stays until it has ended and all that it sent has been read. */
  RunRecord toEnd(Command command, Acceleration acceleration) throws InterruptedException {
    try {
      qmp.negotiate(patience.start());
      qmp.execute("cont", patience.start());
    } catch (InfrastructureException e) {
      InfrastructureException better = didNotStart(qemu, said, command);
      better.addSuppressed(e);
      throw better;
    }
    RunWatch.End end = watch.await();
    Optional<RunOutcome.Hung> hung =
        end == RunWatch.End.DEADLINE ? Optional.of(watch.hung()) : Optional.empty();
    if (end == RunWatch.End.PATIENCE) {
      quit();
    }
    if (hung.isPresent() || !qemu.await(patience.exit())) {
      qemu.kill();
    }
    int exit = qemu.exit();
    // Nobody holds the other ends any more: this takes as long as reading does.
    console.drain(patience.drain());
    results.drain(patience.drain());
    watch.requireIntact();
    Ending ending =
        new Ending(
            watch.panic(),
            hung,
            watch.isDone(),
            end == RunWatch.End.PATIENCE,
            watch.shutdown(),
            exit,
            said.text());
    return new RunRecord(
        ending.outcome(),
        consoleFile,
        resultsFile,
        watch.toFirstLine(),
        watch.wall(),
        command,
        acceleration);
  }

  private void quit() throws InterruptedException {
    try {
      qmp.execute("quit", patience.exit());
    } catch (InfrastructureException e) {
      // It ended just now, or it must be killed; the caller sees to both.
    }
  }

  private void onLine(GuestLine line) {
    watch.onLine(line);
    try {
      listener.onLine(line);
    } catch (RuntimeException e) {
      // A listener watches; it does not decide.
    }
  }

  private void onFailure(Path file, IOException e) {
    watch.onFailure(InfrastructureException.io("cannot write", file, e));
  }

  /** QEMU ended, or was silent, before its guest's first instruction. */
  static InfrastructureException didNotStart(RunningCommand qemu, LastWords said, Command command) {
    // A closed connection is seen a moment before the exit status is.
    boolean ended = qemu.await(Duration.ofMillis(500));
    qemu.kill();
    String how = ended ? "exit status " + qemu.exit() : "it did not connect and answer in time";
    String words = said.text();
    return new InfrastructureException(
        "cannot start QEMU: "
            + how
            + (words.isEmpty() ? "" : "\n  it said: " + words.replace("\n", "\n           "))
            + "\n  command: "
            + command.toShell());
  }

  @Override
  public void close() throws IOException {
    qemu.kill();
    qmp.close();
    console.close();
    results.close();
  }
}
