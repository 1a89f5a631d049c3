// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kverdict.failure.InfrastructureException;

@Timeout(30)
class QmpClientTest {
  private static final String GREETING =
      "{\"QMP\": {\"version\": {\"qemu\": {\"major\": 7}}, \"capabilities\": [\"oob\"]}}\r\n";
  private static final Duration SOON = Duration.ofSeconds(10);

  private final RuntimeFolder folder = RuntimeFolder.create();
  private final Heard heard = new Heard();
  private SocketChannel server;
  private QmpClient client;

  /** What the client told, in order. */
  private static final class Heard implements QmpListener {
    final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void onEvent(QmpEvent event) {
      all.add(event.name() + " " + event.reason().orElse("-") + " " + event.at());
    }

    @Override
    public void onEnd() {
      all.add("end");
    }

    @Override
    public void onGarbage(IOException reason) {
      all.add("garbage: " + reason.getMessage());
    }

    String next() throws InterruptedException {
      return all.poll(10, TimeUnit.SECONDS);
    }
  }

  @BeforeEach
  void connect() throws IOException {
    Path socket = folder.path().resolve("qmp");
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(socket));
      server = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      client = new QmpClient(listening.accept(), heard);
    }
  }

  @AfterEach
  void disconnect() throws IOException {
    client.close();
    server.close();
    folder.close();
  }

  @Test
  void negotiates_and_matches_replies_by_id() throws Exception {
    CompletableFuture<Void> qemu =
        CompletableFuture.runAsync(
            () -> {
              BufferedReader commands = commands();
              say(GREETING);
              String id = idOf(commands);
              say("{\"timestamp\":{\"seconds\":1,\"microseconds\":5},\"event\":\"RESUME\"}\r\n");
              say("{\"return\":{},\"id\":\"somebody else's\"}\r\n{\"ret");
              say("urn\":{},\"id\":\"" + id + "\"}\r\n");
              say("{\"return\":{\"status\":\"running\"},\"id\":\"" + idOf(commands) + "\"}\r\n");
            });

    client.negotiate(SOON);

    assertThat(client.execute("query-status", SOON).path("status").asText()).isEqualTo("running");
    assertThat(heard.next()).isEqualTo("RESUME - 1970-01-01T00:00:01.000005Z");
    qemu.get(10, TimeUnit.SECONDS);
  }

  @Test
  void events_carry_their_reason() throws Exception {
    say(
        "{\"timestamp\":{\"seconds\":-1,\"microseconds\":-1},\"event\":\"SHUTDOWN\","
            + "\"data\":{\"guest\":true,\"reason\":\"guest-reset\"}}\r\n");
    server.close();

    assertThat(heard.next()).isEqualTo("SHUTDOWN guest-reset 1970-01-01T00:00:00Z");
    assertThat(heard.next()).isEqualTo("end");
  }

  @Test
  void refusal_is_told() throws Exception {
    CompletableFuture<Void> qemu =
        CompletableFuture.runAsync(
            () -> say("{\"error\":{\"desc\":\"no\"},\"id\":\"" + idOf(commands()) + "\"}\r\n"));

    assertThatThrownBy(() -> client.execute("cont", SOON))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage("QEMU refused cont: no");
    qemu.get(10, TimeUnit.SECONDS);
  }

  @Test
  void garbage_is_told() throws Exception {
    say("SeaBIOS\n");

    assertThatThrownBy(() -> client.negotiate(SOON))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage("QEMU did not greet over QMP: it sent what is not JSON: SeaBIOS");
    assertThat(heard.next()).isEqualTo("end");
    assertThat(heard.next()).isEqualTo("garbage: it sent what is not JSON: SeaBIOS");
  }

  @Test
  void end_is_told_to_who_waits_and_to_who_comes_later() throws Exception {
    server.close();

    assertThatThrownBy(() -> client.negotiate(SOON))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("it closed the connection");
    assertThat(heard.next()).isEqualTo("end");
    assertThatThrownBy(() -> client.execute("quit", SOON))
        .isInstanceOf(InfrastructureException.class);
  }

  @Test
  void silence_has_a_bound() {
    assertThatThrownBy(() -> client.negotiate(Duration.ofMillis(50)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage("QEMU did not greet over QMP within 50 ms");
  }

  private BufferedReader commands() {
    return new BufferedReader(Channels.newReader(server, StandardCharsets.UTF_8));
  }

  private static String idOf(BufferedReader commands) {
    try {
      return commands.readLine().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void say(String text) {
    try {
      server.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
