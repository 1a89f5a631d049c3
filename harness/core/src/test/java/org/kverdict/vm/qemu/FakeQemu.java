// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * A program that takes QEMU's arguments, connects where QEMU would, and plays a guest: a real
 * process over real sockets, without a kernel.
 */
final class FakeQemu {
  private final SocketChannel console;
  private final SocketChannel results;
  private final SocketChannel qmp;
  private final SocketChannel work;
  private final BufferedReader commands;
  private final Path stateFile;

  private FakeQemu(String[] arguments) throws IOException {
    Path kernel = Path.of(arguments[Arrays.asList(arguments).indexOf("-kernel") + 1]);
    stateFile = kernel.resolveSibling("state");
    console = connect(arguments, Ports.CONSOLE);
    results = connect(arguments, Ports.RESULTS);
    work = connect(arguments, Ports.WORK);
    qmp = connect(arguments, Ports.QMP);
    commands = new BufferedReader(Channels.newReader(qmp, StandardCharsets.UTF_8));
  }

  /** The first argument is the name of a scenario, the rest are QEMU's. */
  public static void main(String[] arguments) throws IOException {
    String scenario = arguments[0];
    if (scenario.equals("refuses")) {
      System.err.println("qemu: -frobnicate: invalid option");
      System.exit(1);
    }
    if (scenario.equals("never-connects")) {
      new Semaphore(0).acquireUninterruptibly();
    }
    new FakeQemu(arguments).play(scenario);
  }

  private void play(String scenario) throws IOException {
    switch (scenario) {
      case "no-kernel" -> {
        System.err.println("qemu: could not load kernel");
        System.exit(1);
      }
      case "garbage" -> {
        say(qmp, "login:\n");
        serve();
      }
      default -> {
        say(qmp, "{\"QMP\":{\"version\":{},\"capabilities\":[]}}\r\n");
        answer();
        answer();
        say(console, "[    0.000000][    T0] Linux version 5.10\r\n");
        run(scenario);
      }
    }
  }

  private void run(String scenario) throws IOException {
    switch (scenario) {
      case "finishes" -> {
        begin();
        event("done");
        end("guest-shutdown");
      }
      case "finishes-and-says-panic" -> {
        begin();
        say(console, "[    1.5][   T9] Kernel panic - not syncing: said a program\r\n");
        event("start");
        event("done");
        end("guest-shutdown");
      }
      case "cannot-save" -> {
        event("ready");
        while (!answer().contains("\"migrate\"")) {
          // Stops, and sets capabilities and parameters.
        }
        migration("failed");
        answer();
        answer();
        takeWork();
        event("done");
        end("guest-shutdown");
      }
      case "saves" -> {
        event("ready");
        String migrate = answer(answerUntil("migrate"));
        migration("active");
        try (SocketChannel state = SocketChannel.open(address(migrate))) {
          say(state, "state");
        }
        migration("completed");
        answer(answerUntil("cont"));
        takeWork();
        event("done");
        end("guest-shutdown");
      }
      case "saves-too-slowly" -> {
        event("ready");
        answer(answerUntil("migrate"));
        migration("active");
        answer(answerUntil("migrate_cancel"));
        migration("cancelling");
        migration("cancelled");
        answer(answerUntil("cont"));
        takeWork();
        event("done");
        end("guest-shutdown");
      }
      case "saves-while-it-is-cancelled" -> {
        event("ready");
        answer(answerUntil("migrate"));
        migration("active");
        answer(answerUntil("migrate_cancel"));
        say(qmp, "{\"event\":\"STOP\"}\r\n");
        migration("completed");
        answer(answerUntil("cont"));
        takeWork();
        event("done");
        end("guest-shutdown");
      }
      case "never-cancels" -> {
        event("ready");
        answer(answerUntil("migrate"));
        migration("active");
        serve();
      }
      case "goes-on" -> {
        try (SocketChannel state = incoming()) {
          readToEnd(state);
        }
        migration("completed");
        answer(answerUntil("cont"));
        takeWork();
        event("done");
        end("guest-shutdown");
      }
      case "takes-no-state" -> {
        try (SocketChannel state = incoming()) {
          state.read(ByteBuffer.allocate(1));
          new Semaphore(0).acquireUninterruptibly();
        }
      }
      case "has-its-state-cut" -> {
        try (SocketChannel state = incoming()) {
          state.read(ByteBuffer.allocate(1));
          FileChannel.open(stateFile, StandardOpenOption.WRITE).truncate(0).close();
          readToEnd(state);
          serve();
        }
      }
      case "powers-off-at-stop" -> {
        event("ready");
        answerUntil("stop");
        end("guest-shutdown");
      }
      case "refuses-stop-and-resets" -> {
        event("ready");
        refuse(answerUntil("stop"));
        end("guest-reset");
      }
      case "resets-after-a-refused-save" -> {
        event("ready");
        answer(answerUntil("migrate"));
        migration("failed");
        answerUntil("cont");
        end("guest-reset");
      }
      case "powers-off-early" -> {
        begin();
        end("guest-shutdown");
      }
      case "panics" -> {
        begin();
        say(console, "[    1.5][    T1] Kernel panic - not syncing: Fatal exception\r\n");
        end("guest-reset");
      }
      case "panics-and-hangs" -> {
        say(console, "[    1.5][    T1] Kernel panic - not syncing: Fatal exception\r\n");
        serve();
      }
      case "reboots" -> end("guest-reset");
      case "hangs-in-boot" -> serve();
      case "hangs-in-run" -> {
        begin();
        serve();
      }
      case "hangs-in-a-case" -> {
        begin();
        say(results, "{\"event\":\"start\",\"case\":\"a/b.c\",\"timeout\":1}\n");
        serve();
      }
      case "does-not-answer" -> {
        begin();
        new Semaphore(0).acquireUninterruptibly();
      }
      case "stays" -> {
        begin();
        event("done");
        serve();
      }
      case "dies" -> {
        System.err.println("qemu: assertion failed");
        System.exit(134);
      }
      case "stops" -> {
        say(qmp, "{\"event\":\"STOP\",\"timestamp\":{\"seconds\":1,\"microseconds\":0}}\r\n");
        serve();
      }
      case "floods" -> {
        begin();
        byte[] flood = new byte[1 << 20];
        Arrays.fill(flood, (byte) 'x');
        for (int i = 0; i < 66; i++) {
          write(console, ByteBuffer.wrap(flood));
        }
        event("done");
        end("guest-shutdown");
      }
      case "floods-a-gigabyte" -> {
        begin();
        byte[] flood =
            "all work and no play\r\n".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
        for (long sent = 0; sent < 1L << 30; sent += flood.length) {
          write(console, ByteBuffer.wrap(flood));
        }
        event("done");
        end("guest-shutdown");
      }
      case "long-line-of-100-megabytes" -> {
        begin();
        byte[] flood = new byte[1 << 20];
        Arrays.fill(flood, (byte) 'x');
        for (int i = 0; i < 100; i++) {
          write(results, ByteBuffer.wrap(flood));
        }
        say(results, "\n");
        event("done");
        end("guest-shutdown");
      }
      case "takes-no-work" -> {
        event("ready");
        serve();
      }
      case "panics-and-talks" -> {
        begin();
        say(console, "[    1.5][    T1] Kernel panic - not syncing: Fatal exception\r\n");
        Thread server = new Thread(this::serveOrEnd);
        server.start();
        while (true) {
          event("noise");
        }
      }
      case "long-line" -> {
        begin();
        say(results, "{\"event\":\"" + "x".repeat(100_000) + "\"}\n");
        event("done");
        say(results, "unfinished");
        end("guest-shutdown");
      }
      case "talks-at-length" -> {
        begin();
        say(console, "x".repeat(100_000));
        say(results, "x".repeat(100_000) + "\n");
        event("done");
        end("guest-shutdown");
      }
      default -> throw new IllegalArgumentException(scenario);
    }
  }

  private void serveOrEnd() {
    try {
      serve();
    } catch (IOException e) {
      System.exit(3);
    }
  }

  /** Answers until the machine is told to quit or killed. */
  private void serve() throws IOException {
    while (!answer().contains("\"quit\"")) {
      // Goes on.
    }
    end("host-qmp-quit");
  }

  private String answer() throws IOException {
    return answer(hear());
  }

  /** Answers what comes before this command, and returns it unanswered. */
  private String answerUntil(String name) throws IOException {
    String command = hear();
    while (!command.contains("\"execute\":\"" + name + "\"")) {
      answer(command);
      command = hear();
    }
    return command;
  }

  private String hear() throws IOException {
    String command = commands.readLine();
    if (command == null) {
      System.exit(3);
    }
    return command;
  }

  private String answer(String command) throws IOException {
    say(qmp, "{\"return\":{},\"id\":\"" + id(command) + "\"}\r\n");
    return command;
  }

  private void refuse(String command) throws IOException {
    say(qmp, "{\"error\":{\"desc\":\"no\"},\"id\":\"" + id(command) + "\"}\r\n");
  }

  private static String id(String command) {
    return command.replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
  }

  /** As a guest does that takes its work. */
  private void begin() throws IOException {
    event("ready");
    takeWork();
  }

  private void takeWork() throws IOException {
    BufferedReader lines = new BufferedReader(Channels.newReader(work, StandardCharsets.US_ASCII));
    String line;
    do {
      line = lines.readLine();
    } while (line != null && !line.equals("end"));
    event("begin");
  }

  private void event(String name) throws IOException {
    say(results, "{\"event\":\"" + name + "\"}\n");
  }

  private void end(String reason) throws IOException {
    say(
        qmp,
        "{\"event\":\"SHUTDOWN\",\"data\":{\"guest\":true,\"reason\":\""
            + reason
            + "\"},\"timestamp\":{\"seconds\":1,\"microseconds\":0}}\r\n");
    System.exit(0);
  }

  private void migration(String status) throws IOException {
    say(qmp, "{\"event\":\"MIGRATION\",\"data\":{\"status\":\"" + status + "\"}}\r\n");
  }

  /** The connection over which the machine's state comes. */
  private SocketChannel incoming() throws IOException {
    String command = answerUntil("migrate-incoming");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address(command));
      answer(command);
      return server.accept();
    }
  }

  private static void readToEnd(SocketChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (channel.read(buffer.clear()) >= 0) {
      // Goes on.
    }
  }

  /** Where a command tells QEMU to move its state to, or to wait for one. */
  private static UnixDomainSocketAddress address(String command) {
    return UnixDomainSocketAddress.of(command.replaceAll(".*\"uri\":\"unix:([^\"]*)\".*", "$1"));
  }

  private static SocketChannel connect(String[] arguments, String id) throws IOException {
    String prefix = "socket,id=" + id + ",path=";
    for (String argument : arguments) {
      if (argument.startsWith(prefix)) {
        String path = argument.substring(prefix.length());
        return SocketChannel.open(UnixDomainSocketAddress.of(path));
      }
    }
    throw new IllegalArgumentException("no " + prefix);
  }

  private static void say(SocketChannel channel, String text) throws IOException {
    write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
