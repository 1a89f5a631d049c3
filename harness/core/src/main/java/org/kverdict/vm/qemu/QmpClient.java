// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kverdict.failure.InfrastructureException;

/**
 * QEMU's control protocol over an accepted connection: JSON, a message a line. Replies are matched
 * by id, because events may come in between.
 */
final class QmpClient implements Closeable {
  /** Far above any reply to what is asked here. */
  private static final int MESSAGE_LIMIT = 1 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final QmpListener listener;
  private final ChannelPump pump;
  private final AtomicLong lastId = new AtomicLong();
  private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
  private final Map<String, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private volatile @Nullable IOException end;

  /** Starts to read; {@link #negotiate} must come first of all commands. */
  QmpClient(SocketChannel channel, QmpListener listener) {
    this.channel = channel;
    this.listener = listener;
    // A channel's own read and write: streams over one channel would lock each other out.
    this.pump = ChannelPump.start("qmp", channel, sink(), listener::onGarbage);
  }

  /**
   * Waits for the greeting and leaves negotiation mode, after which QEMU answers and sends events.
   *
   * @throws InfrastructureException if QEMU ends, says something else or takes longer
   */
  void negotiate(Duration atMost) throws InterruptedException {
    await("greet", greeting, atMost);
    execute("qmp_capabilities", atMost);
  }

  /** Runs a command that takes no arguments. */
  JsonNode execute(String command, Duration atMost) throws InterruptedException {
    return execute(command, JSON.createObjectNode(), atMost);
  }

  /**
   * Runs a command.
   *
   * @return what it returned
   * @throws InfrastructureException if QEMU refuses it, ends, answers garbage or takes longer
   */
  JsonNode execute(String command, ObjectNode arguments, Duration atMost)
      throws InterruptedException {
    String id = "kverdict-" + lastId.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    pending.put(id, reply);
    IOException ended = end;
    if (ended != null) {
      reply.completeExceptionally(ended);
    }
    ObjectNode request = JSON.createObjectNode().put("execute", command).put("id", id);
    if (!arguments.isEmpty()) {
      request.set("arguments", arguments);
    }
    String message = request + "\n";
    try {
      ByteBuffer bytes = ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new InfrastructureException("cannot send " + command + " to QEMU over QMP", e);
    }
    JsonNode answer = await("answer " + command, reply, atMost);
    if (answer.has("error")) {
      throw new InfrastructureException(
          "QEMU refused " + command + ": " + answer.path("error").path("desc").asText());
    }
    return answer.path("return");
  }

  private static JsonNode await(String what, CompletableFuture<JsonNode> message, Duration atMost)
      throws InterruptedException {
    try {
      return message.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new InfrastructureException(
          "QEMU did not "
              + what
              + " over QMP: "
              + Objects.requireNonNull(e.getCause()).getMessage(),
          e);
    } catch (TimeoutException e) {
      throw new InfrastructureException(
          "QEMU did not " + what + " over QMP within " + atMost.toMillis() + " ms", e);
    }
  }

  private ByteSink sink() {
    BoundedLines lines = new BoundedLines(MESSAGE_LIMIT, this::line);
    return new ByteSink() {
      @Override
      public void bytes(ByteBuffer bytes) throws IOException {
        try {
          lines.bytes(bytes);
        } catch (IOException e) {
          fail(e);
          throw e;
        }
      }

      // What came of an unfinished message goes with QEMU.
      @Override
      public void end() {
        fail(new IOException("it closed the connection"));
        listener.onEnd();
      }
    };
  }

  private void line(byte[] line, boolean whole) throws IOException {
    JsonNode message = parse(line, whole);
    if (message.has("event")) {
      listener.onEvent(QmpEvent.of(message));
    } else if (message.has("QMP")) {
      greeting.complete(message);
    } else if (message.has("return") || message.has("error")) {
      CompletableFuture<JsonNode> reply = pending.remove(message.path("id").asText());
      if (reply != null) {
        reply.complete(message);
      }
    } else {
      throw new IOException("it sent what is not QMP: " + shown(line));
    }
  }

  private static JsonNode parse(byte[] line, boolean whole) throws IOException {
    if (!whole) {
      throw new IOException("it sent a message of more than " + MESSAGE_LIMIT + " bytes");
    }
    try {
      return JSON.readTree(new String(line, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IOException("it sent what is not JSON: " + shown(line), e);
    }
  }

  private static String shown(byte[] line) {
    return new String(line, 0, Math.min(line.length, 100), StandardCharsets.UTF_8);
  }

  private void fail(IOException reason) {
    // The first reason is the true one.
    if (end != null) {
      return;
    }
    end = reason;
    greeting.completeExceptionally(reason);
    pending.values().forEach(reply -> reply.completeExceptionally(reason));
  }

  @Override
  public void close() throws IOException {
    pump.close();
  }
}
