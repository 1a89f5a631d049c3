// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.failure.InfrastructureException;

class RuntimeFolderTest {
  /** No process has it: the kernel's largest is 4194304. */
  private static final long NOBODY = 99_999_999;

  @TempDir Path base;

  @Test
  void is_for_this_user_only_and_goes_away() throws IOException {
    Path path;
    try (RuntimeFolder folder = RuntimeFolder.create(List.of(base))) {
      path = folder.path();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
      Files.createFile(path.resolve("console"));
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void skips_folders_that_are_not_there_or_too_long() {
    Path tooLong = base.resolve("x".repeat(80));
    try (RuntimeFolder folder =
        RuntimeFolder.create(List.of(tooLong, base.resolve("none"), base))) {
      assertThat(folder.path()).hasParent(base);
    }
    assertThatThrownBy(() -> RuntimeFolder.create(List.of(tooLong)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("Set XDG_RUNTIME_DIR");
  }

  @Test
  void sweeps_what_the_dead_have_left_and_nothing_else() throws IOException {
    Path stale = old("kverdict-" + NOBODY + "-0123abcd");
    Path fresh = Files.createDirectory(base.resolve("kverdict-" + NOBODY + "-11111111"));
    Path alive = old("kverdict-" + ProcessHandle.current().pid() + "-0123abcd");
    Path other = old("kverdict-notes");

    RuntimeFolder.create(List.of(base)).close();

    assertThat(stale).doesNotExist();
    assertThat(List.of(fresh, alive, other)).allSatisfy(path -> assertThat(path).exists());
  }

  private Path old(String name) throws IOException {
    Path folder = Files.createDirectory(base.resolve(name));
    Files.createFile(folder.resolve("qmp"));
    return Files.setLastModifiedTime(folder, FileTime.fromMillis(0));
  }
}
