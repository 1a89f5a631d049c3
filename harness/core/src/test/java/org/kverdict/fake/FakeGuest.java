// SPDX-License-Identifier: Apache-2.0
package org.kverdict.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.kverdict.process.Command;

/**
 * A program in QEMU's place whose guest behaves as comments in the fake kernel say: {@code guest:
 * OUTCOME[~OBSERVED] CASE MESSAGE}, where the outcome may also be {@code panic}, {@code warn},
 * {@code reset} or {@code off}. So a patch to the fake tree changes what its guest does.
 */
public final class FakeGuest {
  private static final Pattern COMMENT =
      Pattern.compile("guest: ([a-z-]+)(?:~(\\S+))? (\\S+) ?(.*?) ?\\*/");

  private final String[] arguments;
  private final SocketChannel console;
  private final SocketChannel results;
  private final SocketChannel qmp;

  private FakeGuest(String[] arguments) throws IOException {
    this.arguments = arguments;
    console = connect("console");
    results = connect("results");
    qmp = connect("qmp");
  }

  /** What to start where QEMU is asked for; anything else stays as it is. */
  public static Command inPlaceOfQemu(Command command) {
    if (!command.program().startsWith("qemu-system-")) {
      return command;
    }
    if (command.arguments().contains("--version")) {
      return Command.of("echo", "QEMU emulator version 7.2.0 (fake)");
    }
    if (!command.arguments().contains("-kernel")) {
      return Command.of("false");
    }
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FakeGuest.class.getName()));
    java.addAll(command.arguments());
    return Command.of(java);
  }

  /** Plays a guest; the arguments are QEMU's. */
  public static void main(String[] arguments) throws IOException {
    new FakeGuest(arguments).play();
  }

  private void play() throws IOException {
    BufferedReader commands = new BufferedReader(Channels.newReader(qmp, StandardCharsets.UTF_8));
    say(qmp, "{\"QMP\":{\"version\":{},\"capabilities\":[]}}\r\n");
    for (int i = 0; i < 2; i++) {
      String id = commands.readLine().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
      say(qmp, "{\"return\":{},\"id\":\"" + id + "\"}\r\n");
    }
    say(console, "[    0.000000][    T0] Linux version 5.10.99\r\n");
    String kernel = Files.readString(Path.of(argument("-kernel")));
    List<MatchResult> acts = COMMENT.matcher(kernel).results().toList();
    say(
        results,
        acts.stream()
                .filter(act -> act.group(3).contains("/"))
                .map(act -> "\"" + act.group(3) + "\"")
                .reduce((a, b) -> a + "," + b)
                .map(
                    names ->
                        "{\"event\":\"plan\",\"protocol\":1,\"suite\":\"demo\",\"cases\":["
                            + names
                            + "]}")
                .orElse("{}")
            + "\n");
    for (MatchResult act : acts) {
      act(act.group(1), act.group(2), act.group(3), act.group(4));
    }
    say(results, "{\"event\":\"done\",\"suites\":1}\n");
    end("guest-shutdown");
  }

  private void act(String outcome, String observed, String name, String message)
      throws IOException {
    if (outcome.equals("warn")) {
      say(console, "[    1.000000][   T42] WARNING: CPU: 0 PID: 42 at " + message + "\r\n");
      return;
    }
    if (outcome.equals("off")) {
      end("guest-shutdown");
    }
    say(results, "{\"event\":\"start\",\"case\":\"" + name + "\"}\n");
    if (outcome.equals("panic")) {
      say(console, "[    1.000000][   T42] Kernel panic - not syncing: " + message + "\r\n");
      end("guest-reset");
    }
    if (outcome.equals("reset")) {
      end("guest-reset");
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
    System.exit(0);
  }

  private String argument(String name) {
    return arguments[List.of(arguments).indexOf(name) + 1];
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
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
