// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.failure.InfrastructureException;

@Timeout(60)
class HostProcessesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /**
   * A process tree of three generations whose grandchildren have left the group, hold the pipe and
   * ignore SIGTERM. A lock that a process holds is told apart from a process id, which in a
   * namespace is another one.
   */
  private static final String TREE =
      """
      folder=$1
      trap '' TERM
      for i in 1 2 3; do
        (setsid sh -c 'exec 9> '"$folder/held.$i"'; flock 9; : > '"$folder/up.$i"'; sleep 120') &
      done
      wait
      """;

  @TempDir Path folder;
  private final CommandRunner commands = new HostProcesses(Supervision.probe());

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 255})
  void an_exit_status_is_reported(int status) {
    CommandResult result = sh("exit " + status);

    assertThat(result.exit()).isEqualTo(status);
    assertThat(result.succeeded()).isEqualTo(status == 0);
    assertThat(result.timedOut()).isFalse();
  }

  @Test
  void both_streams_are_kept_apart_and_copied() {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();

    CommandResult result =
        commands.run(Command.of("sh", "-c", "echo out; echo err >&2"), LONG, copy);

    assertThat(result.stdout()).isEqualTo("out\n");
    assertThat(result.stderr()).isEqualTo("err\n");
    assertThat(copy.toString(StandardCharsets.UTF_8)).contains("out\n", "err\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = Supervision.class,
      names = {"NAMESPACE", "USER_NAMESPACE"})
  void whoever_is_interrupted_takes_the_whole_tree_along(Supervision supervision) throws Exception {
    assumeThat(new HostProcesses(supervision).run(Command.of("true"), LONG).succeeded())
        .as("this host allows %s", supervision)
        .isTrue();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread run =
        new Thread(
            () ->
                thrown.set(
                    catchThrowable(
                        () ->
                            new HostProcesses(supervision)
                                .run(Command.of("sh", tree(), folder.toString()), LONG))));
    run.start();
    awaitUp();
    assertThat(held()).containsExactly(true, true, true);

    run.interrupt();
    run.join();

    assertThat(thrown.get()).isInstanceOf(InfrastructureException.class);
    awaitGone();
  }

  @Test
  void a_deadline_ends_a_program_whose_grandchildren_hold_the_pipe() throws IOException {
    CommandResult result =
        commands.run(Command.of("sh", tree(), folder.toString()), Duration.ofMillis(700));

    assertThat(result.timedOut()).isTrue();
    assertThat(result.succeeded()).isFalse();
    assertThatThrownBy(() -> result.orThrow("cannot wait"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("cannot wait: sh failed, timed out after");
  }

  @Test
  void a_harness_that_is_killed_leaves_no_process_behind() throws Exception {
    Process harness =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Orphans.class.getName(),
                tree(),
                folder.toString())
            .inheritIO()
            .start();
    assumeThat(Supervision.probe()).isNotEqualTo(Supervision.DIRECT_CHILD);
    awaitUp();

    harness.destroyForcibly().waitFor();

    awaitGone();
  }

  @Test
  void a_process_that_nobody_descends_from_any_more_is_found_by_its_session() throws Exception {
    // The shell in between ends, so that its child belongs to process 1, as after a kill.
    Process leader =
        new ProcessBuilder("setsid", "sh", "-c", "(sleep 600 & echo $!); exec sleep 600").start();
    long orphan = Long.parseLong(leader.inputReader().readLine());
    Session session = new Session(leader.pid());
    assertThat(session.members()).extracting(ProcessHandle::pid).contains(leader.pid(), orphan);

    session.kill();

    leader.waitFor();
    ProcessHandle.of(orphan).ifPresent(it -> it.onExit().join());
  }

  @Test
  void an_interrupted_wait_kills_and_says_so() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> commands.run(Command.of("sleep", "600"), LONG))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage("interrupted while a program was running");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void closing_what_was_started_ends_it() {
    RunningCommand running =
        commands.start(
            Command.of("sleep", "600"), new ByteArrayOutputStream(), new ByteArrayOutputStream());
    assertThat(running.isAlive()).isTrue();

    running.close();

    assertThat(running.exit()).isNotZero();
    assertThat(running.isAlive()).isFalse();
  }

  @Test
  void a_program_that_is_not_there_is_named_with_where_it_was_looked_for() {
    HostProcesses here =
        new HostProcesses(Supervision.DIRECT_CHILD, new Programs(List.of(folder, Path.of("/x"))));

    assertThatThrownBy(() -> here.run(Command.of("qemu-system-pdp11"), LONG))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageStartingWith(
            "cannot start qemu-system-pdp11: no such program in "
                + folder
                + ":/x. Run \"make setup\"");
  }

  @Test
  void a_failure_carries_the_command_the_status_and_what_was_said() {
    CommandResult result = sh("echo 'tar: no such file' >&2; exit 3");

    assertThatThrownBy(() -> result.orThrow("cannot unpack x"))
        .isInstanceOf(InfrastructureException.class)
        .hasMessage(
            "cannot unpack x: sh failed, exit status 3\n"
                + "  command: sh -c 'echo '\\''tar: no such file'\\'' >&2; exit 3'\n"
                + "  it said: tar: no such file");
  }

  @Test
  void a_program_sees_the_c_locale_and_what_it_is_given() {
    assertThat(sh("echo $LC_ALL").stdout()).isEqualTo("C\n");
    assertThat(commands.run(Command.of("sh", "-c", "echo $A").with("A", "x y"), LONG).stdout())
        .isEqualTo("x y\n");
    assertThat(commands.run(Command.of("pwd").in(folder), LONG).stdout().strip())
        .isEqualTo(folder.toString());
  }

  @Test
  void a_program_may_be_given_nothing_but_what_is_listed() {
    String variables =
        commands.run(Command.of("env").withOnly(Map.of("PATH", "/usr/bin:/bin")), LONG).stdout();

    assertThat(variables.lines()).containsExactly("PATH=/usr/bin:/bin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "plain",
        "two words",
        "it's",
        "\"",
        "$HOME",
        "`id`",
        "a\nb",
        "*",
        "\\",
        "-n",
        "a;b",
        "''",
        "ä",
        "~"
      })
  void an_argument_comes_through_as_it_is(String argument) {
    Command command = Command.of("printf", "%s", argument);

    assertThat(commands.run(command, LONG).stdout()).isEqualTo(argument);
    assertThat(sh(command.toShell()).stdout()).isEqualTo(argument);
  }

  @Test
  void of_a_flood_only_the_end_is_kept() {
    CommandResult result = sh("yes 0123456789abcde | head -c 6000000; echo the end");

    assertThat(result.stdout()).hasSize(BoundedOutput.LIMIT).endsWith("abcde\nthe end\n");
  }

  @Test
  void a_bounded_output_keeps_the_last_bytes_however_they_come() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    try (BoundedOutput output = new BoundedOutput(copy, 5)) {
      output.write("abc".getBytes(StandardCharsets.UTF_8));
      assertThat(output.tail()).isEqualTo("abc");
      output.write("defg".getBytes(StandardCharsets.UTF_8));
      assertThat(output.tail()).isEqualTo("cdefg");
      output.write("hijklmnop".getBytes(StandardCharsets.UTF_8));
      output.write('q');
      assertThat(output.tail()).isEqualTo("mnopq");
    }
    assertThat(copy).hasToString("abcdefghijklmnopq");
  }

  private CommandResult sh(String script) {
    return commands.run(Command.of("sh", "-c", script), LONG);
  }

  private String tree() throws IOException {
    return Files.writeString(folder.resolve("tree.sh"), TREE).toString();
  }

  private void awaitUp() throws InterruptedException {
    while (Stream.of(1, 2, 3).anyMatch(i -> !Files.exists(folder.resolve("up." + i)))) {
      Thread.sleep(20);
    }
  }

  /** The kernel frees a lock when its holder dies; the test's own time-out bounds the wait. */
  private void awaitGone() throws InterruptedException {
    while (held().contains(true)) {
      Thread.sleep(20);
    }
  }

  private List<Boolean> held() {
    List<Boolean> held = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      String file = folder.resolve("held." + i).toString();
      held.add(!commands.run(Command.of("flock", "-n", file, "true"), LONG).succeeded());
    }
    return held;
  }
}
