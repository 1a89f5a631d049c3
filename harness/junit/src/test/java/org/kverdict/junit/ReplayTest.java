// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.failure.UsageException;

class ReplayTest {
  @TempDir private Path folder;

  @Test
  void reads_the_folder_of_this_plan_first() throws IOException {
    copy("regressed", folder);
    copy("fixed", folder.resolve("sample"));

    assertThat(Replay.read(folder, Path.of("plans/sample.yaml")).verdict()).isEqualTo("changed");
  }

  @Test
  void reads_the_folder_of_one_run() throws IOException {
    copy("regressed", folder);

    assertThat(Replay.read(folder, Path.of("sample.yaml")).verdict()).isEqualTo("regressed");
  }

  @Test
  void verdict_of_another_plan_is_refused() throws IOException {
    copy("fixed", folder);

    assertThatThrownBy(() -> Replay.read(folder, Path.of("other.yaml")))
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("is the verdict of \"sample\", not of \"other\"");
  }

  @Test
  void missing_verdict_is_told_with_both_places() {
    assertThatThrownBy(() -> Replay.read(folder, Path.of("sample.yaml")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(folder.resolve("sample/verdict.json").toString())
        .hasMessageContaining(folder.resolve("verdict.json").toString());
  }

  private static void copy(String matter, Path to) throws IOException {
    Files.createDirectories(to);
    Files.copy(Sample.folder(matter).resolve("verdict.json"), to.resolve("verdict.json"));
  }
}
