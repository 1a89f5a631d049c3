// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.report.VerdictDocument;
import org.kverdict.report.VerdictJson;

/** {@code kverdict run} with a home of its own: what it exits with, and what it says. */
@Timeout(120)
class RunTest {
  private static final String CHANGE =
      """
      From: Ann Author <ann@example.org>
      Subject: [PATCH] kcov: no pages

      --- a/include/kcov.h
      +++ b/include/kcov.h
      @@ -1,2 +1,2 @@
       /* SPDX-License-Identifier: Apache-2.0 */
      -#define KCOV_PAGES 1
      +#define KCOV_PAGES 0
      """;

  @TempDir Path folder;
  private String stdout = "";
  private String stderr = "";

  @BeforeEach
  void make_a_home() throws IOException {
    copy(
        Path.of(System.getProperty("kverdict.home"), "harness/core/src/test/resources/fake-linux"),
        folder.resolve("linux"));
    write("home/kernel-configs/x86_64.config", "CONFIG_SMP=y\n");
    write("home/kernel-configs/guest.config", "CONFIG_DEBUG_FS=y\n");
    write("home/kernel-configs/off.config", "# CONFIG_DEBUG_FS is not set\n");
    write("home/guest-tests/build/init", "init");
    write("home/guest-tests/build/suites/demo", "suite");
    // Enough of a QEMU for a run in which nothing is booted.
    Path qemu =
        write(
            "bin/qemu-system-x86_64",
            "#!/bin/sh\n[ \"$1\" = --version ] && echo QEMU emulator version 7.2.0\n");
    Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void a_plan_that_is_not_there() {
    assertThat(runHere(folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(stderr)
        .isEqualTo("kverdict: the plan " + folder.resolve("none.yaml") + " does not exist\n");
  }

  @Test
  void an_unknown_suite() {
    assertThat(runHere("--source", "dir:" + folder.resolve("linux"), "--tests", "demi"))
        .isEqualTo(2);
    assertThat(stderr).contains("there is no suite \"demi\" (did you mean \"demo\"?)");
  }

  @Test
  void a_source_that_is_not_there() {
    assertThat(runHere("--source", "dir:" + folder.resolve("none"), "--tests", "demo"))
        .isEqualTo(2);
    assertThat(stderr).contains("there is nothing at " + folder.resolve("none"));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void a_series_that_is_not_there() {
    assertThat(
            runHere(
                "--source",
                "dir:" + folder.resolve("linux"),
                "--tests",
                "demo",
                "--series",
                folder.resolve("none").toString()))
        .isEqualTo(2);
    assertThat(stderr).contains("the series " + folder.resolve("none") + " does not exist");
  }

  @Test
  void fragments_that_contradict_each_other() {
    assertThat(
            runHere(
                "--source", "dir:" + folder.resolve("linux"), "--tests", "demo", "--config", "off"))
        .isEqualTo(2);
    assertThat(stderr).contains("CONFIG_DEBUG_FS: ", " wants y, but ", " wants n");
  }

  @Test
  void no_processors() {
    assertThat(
            runHere("--source", "dir:" + folder.resolve("linux"), "--tests", "demo", "--cpus", "0"))
        .isEqualTo(2);
    assertThat(stderr).isEqualTo("kverdict: bad cpu count 0: want 1 to 64\n");
  }

  @Test
  void a_series_that_does_not_apply() throws Exception {
    write("series/1.patch", CHANGE.replace("PAGES 1", "PAGES 7"));

    assertThat(
            run(
                "--source",
                "dir:" + folder.resolve("linux"),
                "--tests",
                "demo",
                "--series",
                "series"))
        .isEqualTo(3);
    assertThat(verdict().verdict()).isEqualTo("not-applied");
    assertThat(stdout)
        .contains(
            "patch 1 (1.patch, \"kcov: no pages\") does not apply:\n"
                + "  include/kcov.h: hunk #1 does not match",
            "evidence: out/verdict.json")
        .doesNotContain("\u001b");
  }

  @Test
  void a_tree_that_does_not_compile() throws Exception {
    write("series/1.patch", CHANGE);
    write("linux/init/main.c", "int a;\nSYNTAX_ERROR\n");

    assertThat(
            run(
                "--source",
                "dir:" + folder.resolve("linux"),
                "--tests",
                "demo",
                "--series",
                "series"))
        .isEqualTo(4);
    assertThat(verdict().verdict()).isEqualTo("not-built");
    assertThat(stdout)
        .contains("init/main.c:2:2: error: expected ';'", "there is no kernel for base, +1.");
    assertThat(folder.resolve("out/base/build.log")).content().contains("  CC      init/main.o");
  }

  @Test
  void a_host_without_qemu() throws Exception {
    Files.delete(folder.resolve("bin/qemu-system-x86_64"));

    assertThat(
            runWithPath(
                onlyPrograms(), "--source", "dir:" + folder.resolve("linux"), "--tests", "demo"))
        .isEqualTo(75);
    assertThat(stderr).startsWith("kverdict: cannot start qemu-system-x86_64: no such program in ");
  }

  @Test
  void a_full_disk() throws Exception {
    Path small = Files.createDirectories(folder.resolve("small"));
    write("linux/kernel/big.c", "x".repeat(400_000));
    List<String> mount =
        List.of(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=512k none \"$0\"",
            small.toString());
    assumeThat(start(mount, "").waitFor()).as("this host lets anybody mount a tmpfs").isZero();
    List<String> command =
        new ArrayList<>(
            List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=512k none \"$0\" && export KVERDICT_CACHE=\"$0\" && exec \"$@\"",
                small.toString()));
    command.addAll(kverdict("--source", "dir:" + folder.resolve("linux"), "--tests", "demo"));

    assertThat(finish(start(command, path()))).isEqualTo(75);
    assertThat(stderr).contains("the disk is full (", "KVERDICT_CACHE");
  }

  private VerdictDocument verdict() throws IOException {
    return VerdictJson.read(Files.readString(folder.resolve("out/verdict.json")));
  }

  /** In this process, for what ends before anything is done; nothing is put into the cache. */
  private int runHere(String... arguments) {
    String home = System.getProperty("kverdict.home");
    String user = System.getProperty("user.home");
    StringWriter err = new StringWriter();
    try {
      System.setProperty("kverdict.home", folder.resolve("home").toString());
      System.setProperty("user.home", folder.toString());
      List<String> all = new ArrayList<>(List.of("run", "--out", folder.resolve("out").toString()));
      all.addAll(List.of(arguments));
      return Main.commandLine()
          .setErr(new PrintWriter(err, true))
          .setOut(new PrintWriter(new StringWriter(), true))
          .execute(all.toArray(String[]::new));
    } finally {
      System.setProperty("kverdict.home", home);
      System.setProperty("user.home", user);
      stderr = err.toString();
    }
  }

  private int run(String... arguments) throws Exception {
    return runWithPath(path(), arguments);
  }

  private String path() {
    return folder.resolve("bin") + ":" + System.getenv("PATH");
  }

  /** A folder with just the programs that a run needs before it needs QEMU. */
  private String onlyPrograms() throws IOException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    for (String name :
        List.of(
            "git", "tar", "cp", "sh", "gcc", "ld", "as", "setsid", "setpriv", "unshare", "make",
            "true")) {
      for (String bin : List.of("/usr/bin", "/bin", "/usr/local/bin")) {
        Path program = Path.of(bin, name);
        if (Files.isExecutable(program) && !Files.exists(programs.resolve(name))) {
          Path script = write("programs/" + name, "#!/bin/sh\nexec " + program + " \"$@\"\n");
          Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
    return programs.toString();
  }

  private int runWithPath(String path, String... arguments) throws Exception {
    return finish(start(kverdict(arguments), path));
  }

  private List<String> kverdict(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dkverdict.home=" + folder.resolve("home"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--out",
                "out"));
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(List<String> command, String path) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("KVERDICT_CACHE", folder.resolve("cache").toString());
    if (!path.isEmpty()) {
      builder.environment().put("PATH", path);
    }
    builder.redirectOutput(folder.resolve("stdout").toFile());
    builder.redirectError(folder.resolve("stderr").toFile());
    return builder.start();
  }

  private int finish(Process process) throws Exception {
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    stdout = Files.readString(folder.resolve("stdout"));
    stderr = Files.readString(folder.resolve("stderr"));
    return process.exitValue();
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
