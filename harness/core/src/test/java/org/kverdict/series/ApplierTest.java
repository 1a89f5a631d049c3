// SPDX-License-Identifier: Apache-2.0
package org.kverdict.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.fake.RecordingRunner;
import org.kverdict.process.Command;

class ApplierTest {
  private static final String CHANGE =
      """
      diff --git a/kernel/a.c b/kernel/a.c
      --- a/kernel/a.c
      +++ b/kernel/a.c
      @@ -1,3 +1,3 @@
       one
      -two
      +TWO
       three
      """;

  @TempDir Path folder;
  private final RecordingRunner commands = new RecordingRunner();
  private Path tree;

  @BeforeEach
  void make_a_tree() throws IOException {
    tree = Files.createDirectories(folder.resolve("tree"));
    write("kernel/a.c", "one\ntwo\nthree\n");
  }

  @Test
  void a_change_gives_a_step_and_leaves_the_tree_alone() {
    List<Overlay> steps = applied(CHANGE);

    assertThat(steps).hasSize(2);
    assertThat(steps.get(0).files()).isEmpty();
    assertThat(content(steps.get(1), "kernel/a.c")).isEqualTo("one\nTWO\nthree\n");
    assertThat(tree.resolve("kernel/a.c")).hasContent("one\ntwo\nthree\n");
  }

  @Test
  void patches_build_on_each_other() {
    String next = CHANGE.replace("-two", "-TWO").replace("+TWO", "+2");

    List<Overlay> steps = applied(CHANGE, next);

    assertThat(content(steps.get(2), "kernel/a.c")).isEqualTo("one\n2\nthree\n");
  }

  @Test
  void no_patches_give_the_base_alone() {
    assertThat(applied()).containsExactly(Overlay.none());
  }

  @Test
  void a_hunk_may_have_moved() throws IOException {
    write("kernel/a.c", "zero\n".repeat(40) + "one\ntwo\nthree\n");
    String elsewhere = CHANGE.replace("@@ -1,3 +1,3 @@", "@@ -9,3 +9,3 @@");

    assertThat(content(applied(elsewhere).get(1), "kernel/a.c")).endsWith("one\nTWO\nthree\n");
  }

  @Test
  void a_file_may_be_new() {
    Overlay patched =
        applied(
                """
                diff --git a/scripts/new.sh b/scripts/new.sh
                new file mode 100755
                --- /dev/null
                +++ b/scripts/new.sh
                @@ -0,0 +1 @@
                +#!/bin/sh
                """)
            .get(1);

    assertThat(content(patched, "scripts/new.sh")).isEqualTo("#!/bin/sh\n");
    assertThat(present(patched, "scripts/new.sh").executable()).isTrue();
  }

  @Test
  void a_file_may_go() {
    Overlay patched =
        applied(
                """
                diff --git a/kernel/a.c b/kernel/a.c
                deleted file mode 100644
                --- a/kernel/a.c
                +++ /dev/null
                @@ -1,3 +0,0 @@
                -one
                -two
                -three
                """)
            .get(1);

    assertThat(patched.files()).containsExactly(Map.entry("kernel/a.c", new Overlay.Absent()));
  }

  @Test
  void a_file_may_be_renamed_and_changed() {
    Overlay patched =
        applied(
                """
                diff --git a/kernel/a.c b/kernel/b.c
                similarity index 60%
                rename from kernel/a.c
                rename to kernel/b.c
                --- a/kernel/a.c
                +++ b/kernel/b.c
                @@ -1,3 +1,3 @@
                 one
                -two
                +TWO
                 three
                """)
            .get(1);

    assertThat(patched.files().get("kernel/a.c")).isEqualTo(new Overlay.Absent());
    assertThat(content(patched, "kernel/b.c")).isEqualTo("one\nTWO\nthree\n");
  }

  @Test
  void a_file_may_be_copied() {
    Overlay patched =
        applied(
                """
                diff --git a/kernel/a.c b/kernel/b.c
                similarity index 100%
                copy from kernel/a.c
                copy to kernel/b.c
                """)
            .get(1);

    assertThat(content(patched, "kernel/b.c")).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void a_mode_may_change() {
    Overlay patched =
        applied("diff --git a/kernel/a.c b/kernel/a.c\nold mode 100644\nnew mode 100755\n").get(1);

    assertThat(present(patched, "kernel/a.c").executable()).isTrue();
  }

  @Test
  void a_patch_that_does_not_apply_is_named_with_file_and_hunk() throws IOException {
    write("kernel/b.c", "one\ntwo\nthree\n");
    String second =
        CHANGE.replace("a.c", "b.c") + "@@ -30,2 +30,2 @@\n thirty\n-thirty-one\n+31\n" + CHANGE;

    Application application = apply(CHANGE, second);

    assertThat(application)
        .isInstanceOfSatisfying(
            Application.Rejected.class,
            rejected -> {
              assertThat(rejected.patch().number()).isEqualTo(2);
              assertThat(rejected.problems())
                  .containsExactly(
                      "kernel/b.c: hunk #2 does not match (wanted at line 30 of the tree's file)",
                      "kernel/a.c: hunk #1 does not match (wanted at line 1 of the tree's file)");
              assertThat(rejected.describe())
                  .startsWith("patch 2 (0002.patch, \"patch 2\") does not apply:\n  kernel/b.c: ");
            });
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThat(problems(CHANGE.replace("a.c", "none.c")))
        .containsExactly("kernel/none.c: No such file or directory");
  }

  @Test
  void a_new_file_that_is_there_already_is_named() {
    String creation =
        """
        diff --git a/kernel/a.c b/kernel/a.c
        new file mode 100644
        --- /dev/null
        +++ b/kernel/a.c
        @@ -0,0 +1 @@
        +x
        """;

    assertThat(problems(creation).get(0)).startsWith("kernel/a.c: already exists");
  }

  @Test
  void a_corrupt_patch_is_refused() {
    assertThat(problems(CHANGE.replace("@@ -1,3 +1,3 @@", "@@ -1,9 +1,9 @@")).get(0))
        .startsWith("corrupt patch at ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../victim",
        "../../victim",
        "kernel/../../victim",
        ".git/config",
        "a/.git/hooks/x",
        "/victim"
      })
  void a_path_that_leads_out_of_the_tree_is_refused(String path) throws IOException {
    Files.writeString(folder.resolve("victim"), "one\ntwo\nthree\n");
    List<Path> before = allFiles();

    assertThat(problems(CHANGE.replace("kernel/a.c", path))).isNotEmpty();
    assertThat(folder.resolve("victim")).hasContent("one\ntwo\nthree\n");
    assertThat(allFiles())
        .filteredOn(p -> !p.startsWith(folder.resolve("scratch")))
        .isEqualTo(before);
    assertThat(folder.resolve("scratch/victim")).doesNotExist();
  }

  @Test
  void a_path_through_a_link_of_the_tree_is_refused() throws IOException {
    Files.createSymbolicLink(tree.resolve("link"), Path.of("kernel"));

    assertThat(problems(CHANGE.replace("kernel/a.c", "link/a.c")))
        .containsExactly("link/a.c: leads through a symbolic link");
  }

  @Test
  void a_link_is_refused_and_not_forgotten() {
    assertThat(
            problems(
                """
                diff --git a/link b/link
                new file mode 120000
                --- /dev/null
                +++ b/link
                @@ -0,0 +1 @@
                +kernel
                \\ No newline at end of file
                """))
        .containsExactly("link: is a symbolic link, and only plain files can be built with");
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_repository_around_the_scratch_folder_makes_no_difference(boolean repository)
      throws IOException {
    if (repository) {
      commands
          .run(Command.of("git", "init", "-q", folder.toString()), Duration.ofMinutes(1))
          .orThrow("cannot make a repository");
    }

    assertThat(content(applied(CHANGE).get(1), "kernel/a.c")).contains("TWO");
  }

  @Test
  void what_a_mail_says_changes_no_overlay() {
    Overlay one = applied(CHANGE).get(1);
    Overlay other = applied("index 1234567..89abcde 100644\n" + CHANGE).get(1);

    assertThat(one.hash()).isEqualTo(other.hash());
    assertThat(one.hash()).isNotEqualTo(applied(CHANGE.replace("TWO", "2")).get(1).hash());
  }

  @Test
  void the_executable_bit_and_absence_are_part_of_an_overlays_hash() {
    byte[] content = "x".getBytes(StandardCharsets.UTF_8);

    assertThat(
            List.of(
                Overlay.none().hash(),
                overlay(new Overlay.Present(content, false)),
                overlay(new Overlay.Present(content, true)),
                overlay(new Overlay.Present(new byte[0], false)),
                overlay(new Overlay.Absent())))
        .doesNotHaveDuplicates();
  }

  private static String overlay(Overlay.State state) {
    return new Overlay(Map.of("a", state)).hash();
  }

  private List<Path> allFiles() throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(p -> !p.toString().contains("scratch"))
          .sorted()
          .toList();
    }
  }

  private List<Overlay> applied(String... diffs) {
    Application application = apply(diffs);
    assertThat(application).isInstanceOf(Application.Applied.class);
    return ((Application.Applied) application).steps();
  }

  private List<String> problems(String... diffs) {
    Application application = apply(diffs);
    assertThat(application).isInstanceOf(Application.Rejected.class);
    return ((Application.Rejected) application).problems();
  }

  private Application apply(String... diffs) {
    List<Patch> patches = new ArrayList<>();
    for (String diff : diffs) {
      int number = patches.size() + 1;
      patches.add(
          new Patch(
              number,
              "000" + number + ".patch",
              "patch " + number,
              "",
              folder.resolve("mail"),
              diff.getBytes(StandardCharsets.UTF_8)));
    }
    Path scratch = folder.resolve("scratch" + System.nanoTime());
    return new Applier(commands, scratch).apply(tree, new Series(patches));
  }

  private void write(String path, String content) throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static Overlay.Present present(Overlay overlay, String path) {
    return (Overlay.Present) overlay.files().get(path);
  }

  private static String content(Overlay overlay, String path) {
    return new String(present(overlay, path).content(), StandardCharsets.UTF_8);
  }
}
