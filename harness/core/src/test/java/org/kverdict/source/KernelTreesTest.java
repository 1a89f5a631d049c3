// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.failure.UsageException;
import org.kverdict.fake.FakeLinux;
import org.kverdict.fake.RecordingRunner;
import org.kverdict.process.Command;
import org.kverdict.store.Store;
import org.kverdict.store.TreeHash;

class KernelTreesTest {
  @TempDir Path folder;
  private final RecordingRunner commands = new RecordingRunner();
  private final List<String> progress = new ArrayList<>();
  private Path linux;
  private Store store;

  @BeforeEach
  void make_a_tree() {
    linux = FakeLinux.write(folder.resolve("linux-5.10.99"));
    store = Store.open(folder.resolve("cache"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar.gz", "tar.xz", "tar.zst", "tar"})
  void a_tarball_is_unpacked_from_the_folder_in_it(String suffix) {
    Path tarball = pack("linux." + suffix, linux.getFileName().toString());

    Tree tree = fetch("tar:" + tarball);

    assertThat(tree.version()).isEqualTo("5.10.99");
    assertThat(hash(tree.folder())).isEqualTo(hash(linux));
    assertThat(tree.spec()).isEqualTo("tar:" + tarball);
    assertThat(tree.revision()).matches("sha256 [0-9a-f]{64}");
  }

  @Test
  void a_link_to_a_folder_is_the_folder() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), linux);

    Tree before = fetch("dir:" + link);
    Files.writeString(linux.resolve("kernel.c"), "int changed;");
    Tree after = fetch("dir:" + link);

    assertThat(after.hash()).isNotEqualTo(before.hash());
    assertThat(after.folder().resolve("kernel.c")).hasContent("int changed;");
  }

  @Test
  void a_tarball_without_a_folder_around_the_tree_is_unpacked_as_well() {
    Path tarball = folder.resolve("flat.tar");
    run("tar", "-C", linux.toString(), "-cf", tarball.toString(), "Makefile", "kernel");

    assertThat(fetch("tar:" + tarball).folder()).isDirectoryContaining("glob:**Makefile");
  }

  @Test
  void the_same_tarball_is_unpacked_once() {
    Path tarball = pack("linux.tar", linux.getFileName().toString());
    Tree first = fetch("tar:" + tarball);
    long calls = commands.count("tar");

    Tree second = fetch("tar:" + tarball);

    assertThat(second).isEqualTo(first);
    assertThat(commands.count("tar")).isEqualTo(calls);
  }

  @Test
  void a_tarball_with_another_content_is_another_tree() {
    Path tarball = pack("linux.tar", linux.getFileName().toString());
    Tree first = fetch("tar:" + tarball);
    FakeLinux.edit(linux.resolve("kernel/kcov.c"), "kcov_mmap", "kcov_map");
    pack("linux.tar", linux.getFileName().toString());

    Tree second = fetch("tar:" + tarball);

    assertThat(second.hash()).isNotEqualTo(first.hash());
    assertThat(second.folder().resolve("kernel/kcov.c")).content().contains("kcov_map(");
  }

  @Test
  void a_tarball_that_is_corrupt_is_refused_and_leaves_nothing() throws IOException {
    Path tarball = pack("linux.tar.xz", linux.getFileName().toString());
    byte[] content = Files.readAllBytes(tarball);
    content[content.length / 2] ^= 0x55;
    Files.write(tarball, content);

    assertThatThrownBy(() -> fetch("tar:" + tarball))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot unpack " + tarball)
        .hasMessageContaining("known: .tar.xz, .tar.gz, .tar.zst");
    assertThat(store.root().resolve("tmp")).isEmptyDirectory();
    assertThat(store.root().resolve("sources")).doesNotExist();
  }

  @Test
  void a_tarball_without_a_kernel_is_refused() throws IOException {
    Files.writeString(linux.resolve("Makefile"), "all:\n\techo no kernel\n");
    Path tarball = pack("linux.tar", linux.getFileName().toString());

    assertThatThrownBy(() -> fetch("tar:" + tarball))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("tar:" + tarball + " holds no kernel tree: no Makefile");
    assertThat(store.root().resolve("tmp")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar:none.tar", "dir:none", "git:none@HEAD"})
  void what_is_not_there_is_named_with_its_path(String spec) {
    assertThatThrownBy(() -> fetch(spec))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("does not exist: there is nothing at " + folder.resolve("none"));
  }

  @Test
  void a_folder_where_a_file_is_wanted_is_named() {
    assertThatThrownBy(() -> fetch("tar:" + linux))
        .hasMessageEndingWith(linux + " is a folder, want a file");
    assertThatThrownBy(() -> fetch("dir:" + linux.resolve("Makefile")))
        .hasMessageEndingWith("Makefile is a file, want a folder");
  }

  @Test
  void a_folder_is_copied_without_gits_data_and_left_as_it_is() throws IOException {
    Files.createDirectories(linux.resolve(".git"));
    Files.writeString(linux.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    Files.writeString(linux.resolve(".gitignore"), "*.o\n");
    String before = hash(linux);

    Tree tree = fetch("dir:" + linux);

    assertThat(hash(linux)).isEqualTo(before);
    assertThat(tree.folder().resolve(".git")).doesNotExist();
    assertThat(tree.folder().resolve(".gitignore")).exists();
    assertThat(tree.folder().resolve("kernel/kcov.c"))
        .hasSameTextualContentAs(linux.resolve("kernel/kcov.c"));
  }

  @Test
  void a_folder_that_has_changed_is_read_again() {
    Tree before = fetch("dir:" + linux);
    FakeLinux.edit(linux.resolve("kernel/kcov.c"), "return -1", "return -2");

    Tree after = fetch("dir:" + linux);

    assertThat(after.hash()).isNotEqualTo(before.hash());
    assertThat(before.folder().resolve("kernel/kcov.c")).content().contains("return -1");
    assertThat(after.folder().resolve("kernel/kcov.c")).content().contains("return -2");
  }

  @Test
  void a_folder_in_which_somebody_has_built_is_cleaned_in_the_copy_alone() throws IOException {
    Files.writeString(linux.resolve(".config"), "CONFIG_SMP=y\n");

    Tree tree = fetch("dir:" + linux);

    assertThat(tree.folder().resolve(".config")).doesNotExist();
    assertThat(linux.resolve(".config")).exists();
  }

  @Test
  void a_folder_without_a_kernel_is_refused() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> fetch("dir:" + empty)).hasMessageContaining("holds no kernel tree");
  }

  @Test
  void a_revision_is_read_and_the_users_repository_stays_as_it_is() throws IOException {
    commit();
    git("branch", "topic");
    FakeLinux.edit(linux.resolve("kernel/kcov.c"), "return -1", "return -7");
    git("add", "kernel/kcov.c");
    Files.writeString(linux.resolve("untracked"), "mine");
    hook("post-checkout");
    List<String> before = repositoryState();
    // Runs whenever git writes an index, as "git status" does.
    Path onIndex = hook("post-index-change");

    Tree tree = fetch("git:" + linux + "@topic");

    assertThat(folder.resolve("hook-ran")).doesNotExist();
    Files.delete(onIndex);

    assertThat(tree.folder().resolve("kernel/kcov.c")).content().contains("return -1");
    assertThat(tree.folder().resolve(".git")).doesNotExist();
    assertThat(tree.folder().resolve("untracked")).doesNotExist();
    assertThat(tree.revision()).isEqualTo(git("rev-parse", "topic").strip());
    assertThat(repositoryState()).isEqualTo(before);
  }

  @Test
  void worktrees_of_the_users_that_are_away_for_now_are_not_forgotten() throws IOException {
    commit();
    Path away = folder.resolve("on-a-disk");
    git("worktree", "add", "--detach", away.toString());
    Files.move(away, folder.resolve("unplugged"));
    String before = git("worktree", "list");

    fetch("git:" + linux + "@HEAD");

    assertThat(git("worktree", "list")).isEqualTo(before).contains("on-a-disk");
  }

  @Test
  void a_sparse_checkout_of_the_users_makes_no_sparse_tree() throws IOException {
    commit();
    git("sparse-checkout", "set", "--no-cone", "/Makefile");
    assertThat(linux.resolve("kernel/kcov.c")).doesNotExist();

    assertThat(fetch("git:" + linux + "@HEAD").folder().resolve("kernel/kcov.c")).exists();
  }

  @Test
  void modes_and_links_come_out_of_a_repository() throws IOException {
    Files.createSymbolicLink(linux.resolve("link"), Path.of("Makefile"));
    assertThat(linux.resolve("scripts/cc.sh").toFile().setExecutable(true)).isTrue();
    commit();

    Path tree = fetch("git:" + linux + "@HEAD").folder();

    assertThat(tree.resolve("link")).isSymbolicLink();
    assertThat(tree.resolve("scripts/cc.sh")).isExecutable();
  }

  @Test
  void a_bare_repository_will_do() throws IOException {
    commit();
    Path bare = folder.resolve("bare.git");
    run("git", "clone", "-q", "--bare", linux.toString(), bare.toString());

    assertThat(fetch("git:" + bare + "@HEAD").version()).isEqualTo("5.10.99");
  }

  @Test
  void two_commits_with_the_same_tree_are_one_tree() throws IOException {
    commit();
    Tree first = fetch("git:" + linux + "@HEAD");
    git("commit", "-q", "--allow-empty", "-m", "nothing");

    Tree second = fetch("git:" + linux + "@HEAD");

    assertThat(second.folder()).isEqualTo(first.folder());
    assertThat(second.revision()).isNotEqualTo(first.revision());
  }

  @Test
  void a_revision_that_is_not_there_is_named() throws IOException {
    commit();

    assertThatThrownBy(() -> fetch("git:" + linux + "@v9.9"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("git:" + linux + "@v9.9 does not exist")
        .hasMessageContaining("the repository has no such revision");
  }

  @Test
  void a_folder_that_is_no_repository_is_named() {
    assertThatThrownBy(() -> fetch("git:" + linux + "@HEAD"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("not a git repository");
  }

  private List<String> repositoryState() throws IOException {
    List<String> state = new ArrayList<>();
    for (String query :
        List.of(
            "status --porcelain",
            "diff",
            "diff --cached",
            "branch -a",
            "worktree list",
            "stash list")) {
      state.add(query + ": " + git(query.split(" ")));
    }
    state.add(TreeHash.of(linux, path -> !path.startsWith(".git/index")));
    return state;
  }

  private Path hook(String name) throws IOException {
    Path hook = linux.resolve(".git/hooks").resolve(name);
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\ntouch " + folder.resolve("hook-ran") + "\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    return hook;
  }

  private void commit() {
    run("git", "init", "-q", "-b", "main", linux.toString());
    git("config", "user.name", "Ann Author");
    git("config", "user.email", "ann@example.org");
    git("add", "-A");
    git("commit", "-q", "-m", "all");
  }

  private String git(String... arguments) {
    List<String> all = new ArrayList<>(List.of("git", "-C", linux.toString()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private Path pack(String name, String content) {
    Path tarball = folder.resolve(name);
    run("tar", "-C", folder.toString(), "-caf", tarball.toString(), content);
    return tarball;
  }

  private String run(String... command) {
    return new RecordingRunner()
        .run(Command.of(command), Duration.ofMinutes(1))
        .orThrow("cannot prepare the test")
        .stdout();
  }

  private static String hash(Path tree) {
    return TreeHash.of(tree, path -> true);
  }

  private Tree fetch(String spec) {
    return new KernelTrees(store, commands, progress::add).fetch(SourceSpec.parse(spec, folder));
  }
}
