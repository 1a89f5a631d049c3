// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** The launcher, started as a user starts it. */
final class KverdictProcess implements AutoCloseable {
  static final Path HOME = Path.of(System.getProperty("kverdict.home")).toAbsolutePath();
  static final String PLAN = "guest-tests/kcov/kcov-mmap.yaml";

  private final Process process;
  private final Path output;

  private KverdictProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it in kverdict's own folder; what it prints goes to a file. */
  static KverdictProcess start(Path output, String... arguments) throws IOException {
    // A shell that runs make in the background has it ignore SIGINT, and all below inherit that.
    List<String> all = new ArrayList<>(List.of("env", "--default-signal=INT"));
    all.add(HOME.resolve("harness/bin/kverdict").toString());
    all.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(all)
            .directory(HOME.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new KverdictProcess(process, output);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  int exit() throws InterruptedException, TimeoutException {
    if (!process.waitFor(20, MINUTES)) {
      throw new TimeoutException("kverdict did not end: " + output);
    }
    return process.exitValue();
  }

  /** The processes that it has started so far, directly or not. */
  List<ProcessHandle> descendants() {
    return handle().descendants().toList();
  }

  /** Waits until it has started a program of this name. */
  void awaitChild(String program) throws TimeoutException, InterruptedException {
    await(
        "no " + program + " was started",
        () ->
            descendants().stream()
                .anyMatch(child -> child.info().command().orElse("").contains(program)));
  }

  /** Waits until something holds, for two minutes at most. */
  static void await(String otherwise, BooleanSupplier condition)
      throws TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + MINUTES.toNanos(2);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(otherwise);
      }
      // Not a spin: the guest that is waited for needs the processor.
      MILLISECONDS.sleep(5);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
