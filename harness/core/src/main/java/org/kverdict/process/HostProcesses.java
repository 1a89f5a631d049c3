// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;
import org.jspecify.annotations.Nullable;
import org.kverdict.failure.InfrastructureException;

/** Processes of this host, through Commons Exec, supervised. */
public final class HostProcesses implements CommandRunner {
  /** A killed process may hang in the kernel. */
  private static final Duration KILL_BOUND = Duration.ofSeconds(5);

  /** What has been killed is gone in milliseconds. */
  private static final Duration STRAGGLERS_AFTER = Duration.ofMillis(500);

  private final Supervision supervision;
  private final Programs programs;

  /**
   * @param supervision how children are tied to this JVM
   */
  public HostProcesses(Supervision supervision) {
    this(supervision, Programs.onPath());
  }

  HostProcesses(Supervision supervision, Programs programs) {
    this.supervision = supervision;
    this.programs = programs;
  }

  @Override
  public RunningCommand start(Command command, OutputStream stdout, OutputStream stderr) {
    programs.require(command.program());
    Child child = new Child();
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setExecuteStreamHandler(new PumpStreamHandler(stdout, stderr))
            .setWorkingDirectory(command.directory().map(Path::toFile).orElse(null))
            .get();
    executor.setWatchdog(child);
    executor.setExitValues(null);
    try {
      // Asynchronously: the thread that starts the child must live as long as the child does,
      // because a parent's death signal comes with the death of the thread, not of the process.
      executor.execute(
          toCommandLine(command.behind(supervision.wrapper())), environment(command), child);
    } catch (IOException e) {
      throw new InfrastructureException("cannot start " + command.toShell(), e);
    }
    return child;
  }

  private static CommandLine toCommandLine(Command command) {
    // Not addArgument(): it interprets quotes unless told not to, and trims white space even so.
    return new CommandLine(command.program()) {
      @Override
      public String[] toStrings() {
        return command.arguments().toArray(String[]::new);
      }
    };
  }

  private static Map<String, String> environment(Command command) {
    Map<String, String> all = new HashMap<>();
    if (command.inheritsEnvironment()) {
      all.putAll(System.getenv());
      // Inside a git hook they would turn every git of ours to the hook's repository.
      all.keySet().removeIf(name -> name.startsWith("GIT_"));
    }
    all.putAll(command.environment());
    return all;
  }

  /**
   * The watchdog is where Commons Exec hands over the process. Its own time-out sends SIGTERM only,
   * so it is never used.
   */
  private static final class Child extends ExecuteWatchdog
      implements RunningCommand, ExecuteResultHandler {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Process> process = new AtomicReference<>();
    private volatile boolean killRequested;
    private volatile int exit = -1;

    @SuppressWarnings("deprecation") // The builder cannot make a subclass.
    Child() {
      super(ExecuteWatchdog.INFINITE_TIMEOUT);
    }

    @Override
    public synchronized void start(Process started) {
      super.start(started);
      process.set(started);
      if (killRequested) {
        kill();
      }
    }

    @Override
    public void onProcessComplete(int exitValue) {
      exit = exitValue;
      ended.countDown();
    }

    @Override
    public void onProcessFailed(ExecuteException e) {
      exit = e.getExitValue();
      ended.countDown();
    }

    @Override
    public boolean await(Duration atMost) {
      try {
        return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        kill();
        throw new InfrastructureException("interrupted while a program was running", e);
      }
    }

    @Override
    public boolean isAlive() {
      return ended.getCount() > 0;
    }

    @Override
    public void kill() {
      killRequested = true;
      Process started = process.get();
      if (started != null) {
        // The namespace goes with the direct child; without one, reach as many as can be seen.
        started.descendants().forEach(ProcessHandle::destroyForcibly);
        started.destroyForcibly();
      }
    }

    @Override
    public void close() {
      kill();
      // Whoever holds a lock on what the tree of processes works in gives it up after this.
      boolean interrupted = Thread.interrupted();
      try {
        if (!ended.await(STRAGGLERS_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
          killStragglers();
          boolean unused = ended.await(KILL_BOUND.toMillis(), TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /** Supervision has made the direct child the leader of a session. */
    private void killStragglers() {
      Process started = process.get();
      if (started != null) {
        new Session(started.pid()).kill();
      }
    }

    @Override
    public int exit() {
      while (!await(STRAGGLERS_AFTER)) {
        // A killed process may hang in the kernel; there is nothing better to do than wait.
        if (killRequested) {
          killStragglers();
        }
      }
      return exit;
    }
  }
}
