// SPDX-License-Identifier: Apache-2.0
package org.kverdict.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeHashTest {
  @TempDir Path tree;
  private Path file;
  private String before;

  @BeforeEach
  void make_a_tree() throws IOException {
    file = Files.createDirectories(tree.resolve("a")).resolve("b");
    Files.writeString(file, "content");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("a/b"));
    before = hash();
  }

  @Test
  void times_do_not_count() throws IOException {
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    assertThat(hash()).isEqualTo(before);
  }

  @Test
  void content_counts() throws IOException {
    Files.writeString(file, "Content");

    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void the_executable_bit_counts() {
    assertThat(file.toFile().setExecutable(true)).isTrue();

    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void names_count() throws IOException {
    Files.move(file, file.resolveSibling("c"));

    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void where_a_link_leads_counts_even_if_it_leads_nowhere() throws IOException {
    Files.delete(tree.resolve("link"));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("nowhere"));

    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void a_link_is_not_the_file_it_leads_to() throws IOException {
    Files.delete(tree.resolve("link"));
    Files.writeString(tree.resolve("link"), "content");

    assertThat(hash()).isNotEqualTo(before);
  }

  @Test
  void what_is_left_out_does_not_count() throws IOException {
    Files.writeString(tree.resolve("left-out"), "x");

    assertThat(TreeHash.of(tree, path -> !path.startsWith("left-out"))).isEqualTo(before);
  }

  @Test
  void parts_of_a_hash_do_not_run_into_each_other() {
    assertThat(ContentHash.start().add("ab").add("c").hex())
        .isNotEqualTo(ContentHash.start().add("a").add("bc").hex());
  }

  @Test
  void a_plain_hash_is_that_of_sha256sum() throws IOException {
    String hash = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";

    assertThat(ContentHash.of("content".getBytes(StandardCharsets.UTF_8))).isEqualTo(hash);
    assertThat(ContentHash.of(file)).isEqualTo(hash);
  }

  private String hash() {
    return TreeHash.of(tree, path -> true);
  }
}
