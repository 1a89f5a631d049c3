// SPDX-License-Identifier: Apache-2.0
package org.kverdict.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.failure.InfrastructureException;

class InitramfsTest {
  @TempDir Path folder;
  private Path init;
  private InitramfsContents contents;

  @BeforeEach
  void someContents() throws IOException {
    init = Files.writeString(folder.resolve("init"), "init's bytes");
    Map<String, Path> suites = new LinkedHashMap<>();
    suites.put("kcov", Files.writeString(folder.resolve("a"), "kcov's bytes"));
    suites.put("alpha", Files.writeString(folder.resolve("b"), ""));
    contents = new InitramfsContents(init, suites, Map.of("/etc/kverdict/hint", "hello\n"));
  }

  @Test
  void holds_init_suites_folders_and_texts_in_order() throws IOException {
    Initramfs written = Initramfs.write(contents, folder.resolve("out/initramfs.cpio"));

    assertThat(read(written.file()))
        .containsExactly(
            "40755 dev",
            "40755 proc",
            "40755 sys",
            "40755 tmp",
            "40755 suites",
            "100755 init: init's bytes",
            "100755 suites/kcov: kcov's bytes",
            "100755 suites/alpha: ",
            "40755 etc",
            "40755 etc/kverdict",
            "100644 etc/kverdict/hint: hello\n");
  }

  @Test
  void same_contents_give_the_same_bytes() throws IOException {
    Initramfs first = Initramfs.write(contents, folder.resolve("1.cpio"));
    Files.setLastModifiedTime(init, FileTime.fromMillis(86_400_000));
    Initramfs second = Initramfs.write(contents, folder.resolve("2.cpio"));

    assertThat(second.file()).hasSameBinaryContentAs(first.file());
    assertThat(second.sha256()).isEqualTo(first.sha256()).hasSize(64);
  }

  @Test
  void another_content_gives_another_hash() throws IOException {
    Initramfs first = Initramfs.write(contents, folder.resolve("1.cpio"));
    Files.writeString(init, "other bytes!");
    Initramfs second = Initramfs.write(contents, folder.resolve("1.cpio"));

    assertThat(second.sha256()).isNotEqualTo(first.sha256());
  }

  @Test
  void leaves_no_unfinished_file() throws IOException {
    Initramfs written = Initramfs.write(contents, folder.resolve("out/initramfs.cpio"));

    try (var files = Files.list(folder.resolve("out"))) {
      assertThat(files).containsExactly(written.file());
    }
  }

  @Test
  void missing_suite_says_what_to_run() {
    InitramfsContents missing =
        InitramfsContents.of(init, Map.of("kcov", folder.resolve("nowhere")));

    assertThatThrownBy(() -> Initramfs.write(missing, folder.resolve("x.cpio")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("the suite kcov is not at")
        .hasMessageContaining("make guest-tests");
    assertThat(folder.resolve("x.cpio")).doesNotExist();
  }

  @Test
  void missing_init_says_what_to_run() {
    InitramfsContents missing = InitramfsContents.of(folder.resolve("nowhere"), Map.of());

    assertThatThrownBy(() -> Initramfs.write(missing, folder.resolve("x.cpio")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("the guest's init is not at")
        .hasMessageContaining("make guest-tests");
  }

  @Test
  void names_stay_within_their_folder() {
    assertThatThrownBy(() -> InitramfsContents.of(init, Map.of("../init", init)))
        .hasMessageContaining("bad suite name '../init'");
    assertThatThrownBy(() -> new InitramfsContents(init, Map.of(), Map.of("/../x", "")))
        .hasMessageContaining("bad path in the guest '/../x'");
  }

  private static List<String> read(Path file) throws IOException {
    List<String> entries = new ArrayList<>();
    List<Long> inodes = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        CpioArchiveInputStream cpio = new CpioArchiveInputStream(in)) {
      for (CpioArchiveEntry entry = cpio.getNextEntry();
          entry != null;
          entry = cpio.getNextEntry()) {
        assertThat(entry.getTime()).isZero();
        assertThat(entry.getUID()).isZero();
        assertThat(entry.getGID()).isZero();
        inodes.add(entry.getInode());
        String head = Long.toOctalString(entry.getMode()) + " " + entry.getName();
        String body = new String(cpio.readAllBytes(), StandardCharsets.UTF_8);
        entries.add(entry.isDirectory() ? head : head + ": " + body);
      }
    }
    assertThat(inodes).doesNotHaveDuplicates().isSorted();
    return entries;
  }
}
