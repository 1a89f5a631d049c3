// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.vm.SaveOutcome;

/**
 * Moves a machine's state from QEMU into a file and back, by QEMU's migration over a socket. A
 * socket because QEMU, which may not start programs here, has no other way before version 8.2.
 */
final class StateTransfer {
  private static final String SOCKET = "state";

  /** Bytes per second; QEMU is modest by default, for the sake of a network. */
  private static final long NO_LIMIT = 1L << 40;

  private static final int PIECE = 1 << 20;

  private final QmpClient qmp;
  private final RunWatch watch;
  private final Patience patience;
  private final Supplier<RuntimeFolder> folders;

  StateTransfer(QmpClient qmp, RunWatch watch, Patience patience, Supplier<RuntimeFolder> folders) {
    this.qmp = qmp;
    this.watch = watch;
    this.patience = patience;
    this.folders = folders;
  }

  /**
   * Saves the state of a running guest, which stands still meanwhile and then goes on. A guest that
   * ends instead has no state: the save then counts as not tried.
   */
  SaveOutcome save(Path file) throws InterruptedException {
    watch.hold(true);
    try {
      qmp.execute("stop", patience.state());
      SaveOutcome outcome = attempt(file);
      qmp.execute("cont", patience.state());
      return outcome;
    } catch (InfrastructureException e) {
      forget(file);
      // QEMU no longer answers once its guest has ended, and a guest may end at any moment: that
      // is for its run to tell, and no failure of the machine's.
      if (!watch.awaitOver(patience.exit())) {
        throw e;
      }
      return new SaveOutcome.NotTried();
    } finally {
      watch.hold(false);
    }
  }

  private SaveOutcome attempt(Path file) throws InterruptedException {
    long start = System.nanoTime();
    String reason;
    try {
      prepare(start + patience.state().toNanos());
      long bytes = receive(file);
      return new SaveOutcome.Saved(file, bytes, Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      reason = InfrastructureException.reason(e);
    } catch (InfrastructureException e) {
      reason = String.valueOf(e.getMessage());
    }
    cancel();
    forget(file);
    return new SaveOutcome.Refused(reason);
  }

  /** Ends what may still be under way: when it completes, QEMU stops the guest once more. */
  private void cancel() throws InterruptedException {
    if (watch.isMigrationSettled()) {
      return;
    }
    qmp.execute("migrate_cancel", patience.state());
    // QEMU tells of a migration that it has begun before it answers this. Or there is none.
    if (watch.isMigrationBegun() && !watch.awaitSettled(patience.state())) {
      throw new InfrastructureException(
          "cannot save the machine's state: it took too long, and QEMU did not cancel it within "
              + patience.state().toMillis()
              + " ms, so that its guest cannot go on");
    }
  }

  /**
   * Loads a state into a machine that waits for one, and lets its guest go on.
   *
   * @throws InfrastructureException if that does not work, or takes longer than it may as a whole
   */
  void load(Path file) throws InterruptedException {
    watch.hold(true);
    try {
      load(file, System.nanoTime() + patience.state().toNanos());
    } catch (IOException e) {
      throw notLoaded(file, InfrastructureException.reason(e), e);
    } catch (InfrastructureException e) {
      throw notLoaded(file, String.valueOf(e.getMessage()), e);
    } finally {
      watch.hold(false);
    }
  }

  private void load(Path file, long deadline) throws IOException, InterruptedException {
    prepare(deadline);
    try (RuntimeFolder folder = folders.get()) {
      Path socket = folder.path().resolve(SOCKET);
      qmp.execute("migrate-incoming", uri(socket), left(deadline));
      // Once connected, a harness that is killed leaves nothing.
      try (StateSender sender = StateSender.start(file, socket, folder::remove)) {
        sender.await(left(deadline));
      }
    }
    String status = watch.awaitMigration(left(deadline));
    if (!status.equals("completed")) {
      throw new IOException("QEMU says " + status);
    }
    qmp.execute("cont", left(deadline));
  }

  private InfrastructureException notLoaded(Path file, String reason, Exception cause) {
    return new InfrastructureException(
        "cannot load the machine's state from "
            + file
            + " within "
            + patience.state().toMillis()
            + " ms: "
            + reason,
        cause);
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  private void prepare(long deadline) throws InterruptedException {
    ObjectNode events = JsonNodeFactory.instance.objectNode();
    events.putArray("capabilities").addObject().put("capability", "events").put("state", true);
    qmp.execute("migrate-set-capabilities", events, left(deadline));
    ObjectNode speed = JsonNodeFactory.instance.objectNode().put("max-bandwidth", NO_LIMIT);
    qmp.execute("migrate-set-parameters", speed, left(deadline));
  }

  private long receive(Path file) throws IOException, InterruptedException {
    try (RuntimeFolder folder = folders.get();
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path socket = folder.path().resolve(SOCKET);
      server.bind(UnixDomainSocketAddress.of(socket), 1);
      CompletableFuture<Long> received = new CompletableFuture<>();
      Thread receiver = new Thread(() -> receive(server, folder, file, received), "kverdict-state");
      receiver.setDaemon(true);
      receiver.start();
      qmp.execute("migrate", uri(socket), patience.state());
      String status = watch.awaitMigration(patience.state());
      if (!status.equals("completed") && received.isCompletedExceptionally()) {
        // QEMU only sees that nobody reads any more; the receiver knows why.
        received.get();
      }
      if (!status.equals("completed")) {
        throw new IOException("QEMU says " + status + (status.equals("failed") ? why() : ""));
      }
      return received.get(patience.state().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException reason ? reason : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("it took longer than " + patience.state().toMillis() + " ms", e);
    }
  }

  /** QEMU tells the reason of a failure only if it is asked. */
  private String why() throws InterruptedException {
    String reason = qmp.execute("query-migrate", patience.state()).path("error-desc").asText("");
    return reason.isEmpty() ? "" : ": " + reason;
  }

  private static void receive(
      ServerSocketChannel server,
      RuntimeFolder folder,
      Path file,
      CompletableFuture<Long> received) {
    try (SocketChannel channel = server.accept();
        FileChannel out =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      folder.remove();
      long position = 0;
      long count;
      while ((count = out.transferFrom(channel, position, PIECE)) > 0) {
        position += count;
      }
      received.complete(position);
    } catch (AsynchronousCloseException e) {
      received.completeExceptionally(new IOException("QEMU did not connect", e));
    } catch (IOException | RuntimeException e) {
      received.completeExceptionally(e);
    }
  }

  private static ObjectNode uri(Path socket) {
    return JsonNodeFactory.instance.objectNode().put("uri", "unix:" + socket);
  }

  private static void forget(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It lies in a scratch folder, which goes as a whole.
    }
  }
}
