// SPDX-License-Identifier: Apache-2.0
package org.kverdict.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kverdict.process.Command;
import org.kverdict.process.RunningCommand;

/**
 * In QEMU's place, over QEMU's sockets: a guest that behaves as comments in the fake kernel say,
 * {@code guest: OUTCOME[~OBSERVED] CASE MESSAGE}. The outcome may also be {@code panic}, {@code
 * oops} (the case ends and the kernel is doubtful), {@code warn}, {@code reset}, {@code off},
 * {@code dies} (QEMU does, the first time), and {@code odd} (fails in every guest of an odd
 * number). So a patch to the fake tree changes what its guest does.
 */
public final class FakeGuest implements RunningCommand {
  private static final Pattern COMMENT =
      Pattern.compile("guest: ([a-z-]+)(?:~(\\S+))? (\\S+) ?(.*?) ?\\*/");

  private final List<String> arguments;
  private final SocketChannel console;
  private final SocketChannel results;
  private final SocketChannel work;
  private final SocketChannel qmp;
  private final BufferedReader commands;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private FakeGuest(List<String> arguments) throws IOException {
    this.arguments = arguments;
    console = connect("console");
    results = connect("results");
    work = connect("work");
    qmp = connect("qmp");
    commands = new BufferedReader(Channels.newReader(qmp, StandardCharsets.UTF_8));
  }

  /** Ends the machine. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int exit;

    Ended(int exit) {
      this.exit = exit;
    }
  }

  /** What to start where QEMU is asked for its version or a probe; anything else stays as it is. */
  public static Command inPlaceOfQemu(Command command) {
    if (!command.program().startsWith("qemu-system-")) {
      return command;
    }
    return command.arguments().contains("--version")
        ? Command.of("echo", "QEMU emulator version 7.2.0 (fake)")
        : Command.of("false");
  }

  /** Starts a guest where QEMU is asked to boot a kernel. */
  public static Optional<RunningCommand> start(Command command) {
    if (!command.program().startsWith("qemu-system-") || !command.arguments().contains("-kernel")) {
      return Optional.empty();
    }
    try {
      FakeGuest guest = new FakeGuest(command.arguments());
      Thread thread = new Thread(guest::play, "fake-guest");
      thread.setDaemon(true);
      thread.start();
      return Optional.of(guest);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void play() {
    int status = 3;
    try {
      tryToPlay();
    } catch (Ended e) {
      status = e.exit;
    } catch (IOException e) {
      // The harness has closed a connection.
    } finally {
      kill();
      exit.complete(status);
    }
  }

  private void tryToPlay() throws IOException {
    say(qmp, "{\"QMP\":{\"version\":{},\"capabilities\":[]}}\r\n");
    answerUntil("qmp_capabilities");
    String kernel = Files.readString(Path.of(argument("-kernel")));
    List<MatchResult> acts = COMMENT.matcher(kernel).results().toList();
    if (arguments.contains("-incoming")) {
      load();
    } else {
      answerUntil("cont");
      say(console, "[    0.000000][    T0] Linux version 5.10.99\r\n");
      say(results, event("suite", names(acts)));
      say(results, "{\"event\":\"ready\",\"protocol\":2,\"suites\":1}\n");
    }
    Thread server = new Thread(this::serve, "fake-qmp");
    server.setDaemon(true);
    server.start();
    run(acts);
  }

  private void run(List<MatchResult> acts) throws IOException {
    BufferedReader lines = new BufferedReader(Channels.newReader(work, StandardCharsets.UTF_8));
    Set<String> asked = new LinkedHashSet<>();
    String name = "";
    boolean whole = true;
    String line;
    while ((line = lines.readLine()) != null && !line.equals("end")) {
      if (line.startsWith("guest ")) {
        name = line.substring(6);
      } else if (line.startsWith("case ")) {
        asked.add(line.substring(5));
        whole = false;
      }
    }
    if (line == null) {
      throw new Ended(0);
    }
    say(results, "{\"event\":\"begin\",\"guest\":\"" + name + "\"}\n");
    boolean all = whole;
    List<MatchResult> todo =
        acts.stream()
            .filter(act -> all || asked.contains(act.group(3)) || !act.group(3).contains("/"))
            .toList();
    say(results, event("plan", names(todo)));
    for (MatchResult act : todo) {
      act(act.group(1), act.group(2), act.group(3), act.group(4), name);
    }
    say(results, "{\"event\":\"done\",\"suites\":1}\n");
    end("guest-shutdown");
  }

  private static String names(List<MatchResult> acts) {
    return acts.stream()
        .map(act -> act.group(3))
        .filter(name -> name.contains("/"))
        .map(name -> "\"" + name + "\"")
        .collect(Collectors.joining(","));
  }

  private static String event(String name, String cases) {
    return "{\"event\":\""
        + name
        + "\",\"protocol\":2,\"suite\":\"demo\",\"cases\":["
        + cases
        + "]}\n";
  }

  private void act(String word, String observed, String name, String message, String guest)
      throws IOException {
    String outcome = word;
    switch (word) {
      case "warn" -> {
        say(console, "[    1.000000][   T42] WARNING: CPU: 0 PID: 42 at " + message + "\r\n");
        return;
      }
      case "off" -> end("guest-shutdown");
      default -> say(results, "{\"event\":\"start\",\"case\":\"" + name + "\"}\n");
    }
    say(console, "[    0.900000][   T41] kverdict: case " + name + "\r\n");
    switch (word) {
      case "panic" -> {
        say(console, "[    1.000000][   T42] Kernel panic - not syncing: " + message + "\r\n");
        end("guest-reset");
      }
      case "reset" -> end("guest-reset");
      case "dies" -> {
        if (guest.endsWith("-1")) {
          throw new Ended(137);
        }
        outcome = "pass";
      }
      case "oops" -> {
        say(
            console,
            "[    1.000000][   T42] BUG: unable to handle page fault for address: "
                + "ffff888000000000\r\n"
                + "[    1.000001][   T42] RIP: 0010:"
                + message
                + "\r\n");
        outcome = "fail";
      }
      case "odd" -> outcome = guest.matches(".*[13579]") ? "fail" : "pass";
      default -> {
        // An outcome as it is.
      }
    }
    say(
        results,
        "{\"event\":\"end\",\"case\":\""
            + name
            + "\",\"outcome\":\""
            + outcome
            + "\",\"ms\":3"
            + (observed == null ? "" : ",\"observed\":\"" + observed + "\"")
            + (message.isEmpty() ? "" : ",\"message\":\"" + message + "\"")
            + "}\n");
  }

  private void end(String reason) throws IOException {
    say(
        qmp,
        "{\"event\":\"SHUTDOWN\",\"data\":{\"guest\":true,\"reason\":\""
            + reason
            + "\"},\"timestamp\":{\"seconds\":1,\"microseconds\":0}}\r\n");
    throw new Ended(0);
  }

  private void serve() {
    try {
      while (!exit.isDone()) {
        answerUntil("never");
      }
    } catch (IOException | RuntimeException e) {
      // The connection's end.
    }
  }

  private void answerUntil(String last) throws IOException {
    String command;
    do {
      command = commands.readLine();
      if (command == null) {
        throw new Ended(3);
      }
      String id = command.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
      say(qmp, "{\"return\":{},\"id\":\"" + id + "\"}\r\n");
      if (command.contains("\"migrate\"")) {
        save(command);
      }
    } while (!command.contains("\"" + last + "\""));
  }

  private void save(String command) throws IOException {
    try (SocketChannel to = SocketChannel.open(UnixDomainSocketAddress.of(path(command)))) {
      say(to, "the state of a fake guest");
    }
    migrated();
  }

  private void load() throws IOException {
    String command = "";
    while (!command.contains("migrate-incoming")) {
      command = commands.readLine();
      if (command == null) {
        throw new Ended(3);
      }
      String id = command.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
      if (!command.contains("migrate-incoming")) {
        say(qmp, "{\"return\":{},\"id\":\"" + id + "\"}\r\n");
        continue;
      }
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(path(command)));
        say(qmp, "{\"return\":{},\"id\":\"" + id + "\"}\r\n");
        try (SocketChannel from = server.accept()) {
          ByteBuffer bytes = ByteBuffer.allocate(100);
          while (from.read(bytes) >= 0) {
            // Nothing of it matters to a guest that is fake.
          }
        }
      }
    }
    migrated();
    answerUntil("cont");
  }

  private void migrated() throws IOException {
    say(qmp, "{\"event\":\"MIGRATION\",\"data\":{\"status\":\"completed\"}}\r\n");
  }

  private static String path(String command) {
    return command.replaceAll(".*\"uri\":\"unix:([^\"]*)\".*", "$1");
  }

  private String argument(String name) {
    return arguments.get(arguments.indexOf(name) + 1);
  }

  private SocketChannel connect(String id) throws IOException {
    String prefix = "socket,id=" + id + ",path=";
    for (String argument : arguments) {
      if (argument.startsWith(prefix)) {
        return SocketChannel.open(
            UnixDomainSocketAddress.of(argument.substring(prefix.length()).replace(",,", ",")));
      }
    }
    throw new IllegalArgumentException("no " + prefix);
  }

  private static void say(SocketChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    synchronized (channel) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  @Override
  public boolean await(Duration atMost) {
    try {
      exit.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public void kill() {
    for (SocketChannel channel : List.of(console, results, work, qmp)) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public int exit() {
    return exit.join();
  }
}
