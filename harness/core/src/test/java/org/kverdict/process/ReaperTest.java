// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReaperTest {
  @TempDir Path folder;

  /** A harness that is going to be killed. */
  static final class Doomed {
    private Doomed() {}

    /** Leaves its will, says so and waits. */
    public static void main(String[] paths) throws IOException {
      for (String path : paths) {
        Reaper.ofThisProcess().deletes(Path.of(path));
      }
      System.out.println("ready");
      System.out.flush();
      int unused = System.in.read();
    }
  }

  @Test
  void what_a_killed_process_leaves_is_deleted_and_nothing_else() throws Exception {
    Path kept = Files.writeString(folder.resolve("kept"), "");
    Path target = Files.createDirectory(folder.resolve("target"));
    Path inTarget = Files.writeString(target.resolve("file"), "");
    Path strange = Files.createDirectory(folder.resolve(" a 'strange' \"name\" $(x) * -rf "));
    Files.writeString(Files.createDirectories(strange.resolve("deep/down")).resolve("file"), "");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    Path never = folder.resolve("never-made");

    kill(strange, link, never);

    await(strange, link);
    assertThat(kept).exists();
    assertThat(inTarget).exists();
  }

  @Test
  void what_ends_by_itself_is_reaped_too() throws Exception {
    Path left = Files.writeString(folder.resolve("left"), "");
    Process process = start(left);

    process.getOutputStream().close();

    assertThat(process.waitFor()).isZero();
    await(left);
  }

  private void kill(Path... paths) throws Exception {
    Process process = start(paths);
    process.destroyForcibly().waitFor();
  }

  private static Process start(Path... paths) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Doomed.class.getName()));
    for (Path path : paths) {
      command.add(path.toString());
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  /** The test's time-out is the bound. */
  private static void await(Path... gone) throws InterruptedException {
    for (Path path : gone) {
      while (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }
}
