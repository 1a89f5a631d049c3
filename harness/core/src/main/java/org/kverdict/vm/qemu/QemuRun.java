// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.RunningCommand;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.GuestLine;
import org.kverdict.vm.GuestListener;
import org.kverdict.vm.Machine;
import org.kverdict.vm.RunOutcome;
import org.kverdict.vm.RunRecord;
import org.kverdict.vm.SaveOutcome;
import org.kverdict.vm.Start;
import org.kverdict.vm.Work;

/** One QEMU that has connected, from its first instruction to its last byte. */
final class QemuRun implements Closeable {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A closed connection is seen a moment before the exit status is. */
  private static final Duration END_SEEN = Duration.ofMillis(500);

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
  private final SocketChannel work;
  private final StateTransfer transfer;

  QemuRun(
      Connections connections,
      Supplier<RuntimeFolder> folders,
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
    this.work = connections.work();
    this.transfer = new StateTransfer(qmp, watch, patience, folders);
  }

  /** Lets the guest go, and stays until it has ended and all that it sent has been read. */
  RunRecord toEnd(Start start, Supplier<Work> todo, Command command, Acceleration acceleration)
      throws InterruptedException {
    RunWatch.End end = begin(start, command);
    SaveOutcome save = new SaveOutcome.NotTried();
    if (end == RunWatch.End.READY) {
      if (start instanceof Start.Boot boot && boot.saveTo().isPresent()) {
        save = transfer.save(boot.saveTo().get());
      }
      give(todo.get());
      end = watch.awaitEnd();
    }
    Optional<RunOutcome.Hung> hung =
        end == RunWatch.End.DEADLINE ? Optional.of(watch.hung()) : Optional.empty();
    // A guest that hangs is told from an emulator that does: only one of them still answers.
    boolean answers = hung.isEmpty() || answers();
    if (end == RunWatch.End.PATIENCE) {
      quit();
    }
    if (hung.isPresent() || !qemu.await(patience.exit())) {
      qemu.kill();
    }
    int exit = qemu.exit();
    // Nobody holds the other ends any more: this takes as long as reading does.
    boolean consoleRead = console.drain(patience.drain());
    boolean resultsRead = results.drain(patience.drain());
    watch.requireIntact();
    requireRead(consoleFile, consoleRead);
    requireRead(resultsFile, resultsRead);
    Ending ending =
        new Ending(
            watch.panic(),
            hung,
            answers,
            watch.isDone(),
            end == RunWatch.End.PATIENCE,
            watch.shutdown(),
            exit,
            said.text());
    return new RunRecord(
        ending.outcome(),
        consoleFile,
        resultsFile,
        watch.toWork(),
        watch.wall(),
        command,
        acceleration,
        save);
  }

  /** What is missing may be the fault, or the end of a case: half a file is no ground to judge. */
  private void requireRead(Path file, boolean read) {
    if (!read) {
      throw new InfrastructureException(
          "cannot finish "
              + file
              + ": QEMU has ended, but what its guest sent was not written there to its end within "
              + patience.drain().toMillis()
              + " ms. See whether the disk or the host is overloaded, and run again.");
    }
  }

  private RunWatch.End begin(Start start, Command command) throws InterruptedException {
    try {
      qmp.negotiate(patience.start());
      if (start instanceof Start.Boot) {
        qmp.execute("cont", patience.start());
      }
    } catch (InfrastructureException e) {
      InfrastructureException better = didNotStart(qemu, said, command);
      better.addSuppressed(e);
      throw better;
    }
    if (start instanceof Start.Saved saved) {
      load(saved.state(), command);
      // It waits for work: that was when its state was saved.
      return RunWatch.End.READY;
    }
    return watch.awaitReady();
  }

  private void load(Path state, Command command) throws InterruptedException {
    try {
      transfer.load(state);
    } catch (InfrastructureException e) {
      // QEMU says what it does not like about a state, and then ends.
      boolean ended = qemu.await(END_SEEN);
      qemu.kill();
      String how = ended ? "\n  QEMU ended with exit status " + qemu.exit() : "";
      throw new InfrastructureException(e.getMessage() + how + evidence(said, command), e);
    }
  }

  /**
   * Sends the work on a thread of its own: a guest need not take it, and the connection holds only
   * some of it. If the guest ends meanwhile, the watch tells of it.
   */
  private void give(Work todo) {
    byte[] entropy = new byte[Work.ENTROPY_BYTES];
    RANDOM.nextBytes(entropy);
    send(todo.render(Instant.now(), entropy));
  }

  private void send(String text) {
    Thread giver = new Thread(() -> write(text), "kverdict-work");
    giver.setDaemon(true);
    giver.start();
  }

  private void write(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        work.write(bytes);
      }
    } catch (IOException e) {
      // QEMU has closed it, which it does when it ends, or the run is over.
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      qmp.execute("query-status", patience.exit());
      return true;
    } catch (InfrastructureException e) {
      return false;
    }
  }

  private void quit() throws InterruptedException {
    try {
      qmp.execute("quit", patience.exit());
    } catch (InfrastructureException e) {
      // It ended just now, or it must be killed; the caller sees to both.
    }
  }

  private void onLine(GuestLine line) {
    boolean done = watch.isDone();
    watch.onLine(line);
    if (watch.isDone() && !done) {
      // It may go: what it sent before this line has come as well.
      send(Work.RECEIPT);
    }
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
    boolean ended = qemu.await(END_SEEN);
    qemu.kill();
    String how = ended ? "exit status " + qemu.exit() : "it did not connect and answer in time";
    return new InfrastructureException("cannot start QEMU: " + how + evidence(said, command));
  }

  private static String evidence(LastWords said, Command command) {
    String words = said.text();
    return (words.isEmpty() ? "" : "\n  it said: " + words.replace("\n", "\n           "))
        + "\n  command: "
        + command.toShell();
  }

  @Override
  public void close() throws IOException {
    qemu.kill();
    qmp.close();
    console.close();
    results.close();
    work.close();
  }
}
