// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.fake.FakeLinux;
import org.kverdict.fake.RecordingRunner;
import org.kverdict.kconfig.Fragment;
import org.kverdict.kconfig.MergedFragments;
import org.kverdict.series.Overlay;
import org.kverdict.source.Tree;
import org.kverdict.store.Store;

/** Builds of the fake tree, which copies sources where a kernel compiles them. */
@Timeout(60)
class KernelBuilderTest {
  private static final String CONFIG = "CONFIG_SMP=y\nCONFIG_DEBUG_FS=y\nCONFIG_KCOV=y\n";
  private static final Toolchain TOOLCHAIN = new Toolchain(List.of("gcc 12", "ld 2.40"));

  @TempDir Path folder;
  private final RecordingRunner commands = new RecordingRunner();
  private Path tree;
  private Store store;

  @BeforeEach
  void make_a_tree() {
    tree = FakeLinux.write(folder.resolve("linux"));
    store = Store.open(folder.resolve("cache"));
  }

  @Test
  void builds_a_kernel_with_the_config_that_was_asked_for() {
    Kernel kernel = built(Overlay.none());

    assertThat(kernel.cached()).isFalse();
    assertThat(kernel.image()).content().contains("kcov_mmap", "start_kernel");
    assertThat(kernel.vmlinux()).exists();
    assertThat(kernel.config())
        .content()
        .contains("CONFIG_KCOV=y", "# CONFIG_LOG_BUF_SHIFT is not");
    assertThat(kernel.log()).content().contains("$ make -C ", "  CC      kernel/kcov.o");
  }

  @Test
  void a_kernel_that_was_built_before_calls_no_make() {
    Kernel first = built(Overlay.none());
    long calls = commands.count("make");

    Kernel second = built(Overlay.none());

    assertThat(commands.count("make")).isEqualTo(calls);
    assertThat(second.cached()).isTrue();
    assertThat(second.imageHash()).isEqualTo(first.imageHash());
    assertThat(second.buildTime().toMillis()).isEqualTo(first.buildTime().toMillis());
  }

  @Test
  void a_kernel_that_was_kept_without_its_functions_is_built_again() throws IOException {
    Kernel first = built(Overlay.none());
    assertThat(first.functions()).isEmpty();

    Files.delete(first.folder().resolve("functions.txt"));

    assertThat(built(Overlay.none()).cached()).isFalse();
    assertThat(built(Overlay.none()).cached()).isTrue();
  }

  @Test
  void a_step_compiles_only_what_it_changes() {
    built(Overlay.none());

    Kernel patched = built(change("kernel/kcov.c", "int patched;\n"));

    assertThat(patched.image()).content().contains("int patched;", "start_kernel");
    assertThat(compiled(patched)).containsExactly("kernel/kcov.o");
  }

  @Test
  void the_way_back_to_the_base_is_compiled_again() {
    Kernel patched = built(change("kernel/kcov.c", "int patched;\n"));

    Kernel base = built(Overlay.none());

    assertThat(patched.image()).content().contains("int patched;");
    assertThat(base.image()).content().doesNotContain("int patched;").contains("kcov_mmap");
    assertThat(compiled(base)).containsExactly("kernel/kcov.o");
  }

  @Test
  void files_that_a_step_adds_and_takes_away_do_not_stay_for_the_next() {
    Overlay added = new Overlay(Map.of("kernel/new.c", present("int added;\n")));
    Overlay removed = new Overlay(Map.of("kernel/kcov.c", new Overlay.Absent()));

    assertThat(built(added).image()).content().contains("int added;", "kcov_mmap");
    assertThat(built(removed).image()).content().doesNotContain("int added;", "kcov_mmap");
    assertThat(built(Overlay.none()).image()).content().contains("kcov_mmap");
  }

  @Test
  void the_tree_in_the_cache_is_never_written_to() throws IOException {
    String before = Files.readString(tree.resolve("kernel/kcov.c"));

    built(change("kernel/kcov.c", "int patched;\n"));

    assertThat(tree.resolve("kernel/kcov.c")).hasContent(before);
    assertThat(tree.resolve(".config")).doesNotExist();
    assertThat(tree.resolve("kernel/kcov.o")).doesNotExist();
  }

  @Test
  void a_step_that_does_not_compile_names_its_errors_and_keeps_its_log() {
    built(Overlay.none());

    BuildOutcome outcome = build(change("kernel/kcov.c", "int a;\nSYNTAX_ERROR\n"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            BuildOutcome.Failed.class,
            failed -> {
              assertThat(failed.exit()).isEqualTo(2);
              assertThat(failed.errors())
                  .containsExactly("kernel/kcov.c:2:2: error: expected ';' before '}' token");
              assertThat(failed.log())
                  .content()
                  .contains("  CC      kernel/kcov.o", "error: expected ';'");
            });
  }

  @Test
  void the_steps_after_one_that_does_not_compile_still_build() {
    built(Overlay.none());
    build(change("kernel/kcov.c", "SYNTAX_ERROR\n"));

    Kernel next = built(change("kernel/kcov.c", "int mended;\n"));

    assertThat(next.image()).content().contains("int mended;").doesNotContain("SYNTAX_ERROR");
  }

  @Test
  void a_failure_is_tried_again() {
    assertThat(build(change("kernel/kcov.c", "SYNTAX_ERROR\n")))
        .isInstanceOf(BuildOutcome.Failed.class);
    long calls = commands.count("make");

    build(change("kernel/kcov.c", "SYNTAX_ERROR\n"));

    assertThat(commands.count("make")).isGreaterThan(calls);
  }

  @Test
  void an_option_that_does_not_survive_is_explained_and_nothing_is_compiled() {
    String config = "CONFIG_SMP=y\nCONFIG_KCOV=y\nCONFIG_DEBUGFS=y\n";

    BuildOutcome outcome = builder(config, TOOLCHAIN).build(Overlay.none(), log());

    assertThat(outcome)
        .isEqualTo(
            new BuildOutcome.Misconfigured(
                List.of(
                    "CONFIG_KCOV=y (test.config:2): it became not set; it depends on DEBUG_FS",
                    "CONFIG_DEBUGFS=y (test.config:3): this tree knows no such option; did you"
                        + " mean CONFIG_DEBUG_FS?")));
    assertThat(log()).content().doesNotContain("  CC ");
  }

  @Test
  void a_step_that_changes_what_an_option_depends_on_is_configured_anew() throws IOException {
    built(Overlay.none());
    String kconfig =
        Files.readString(tree.resolve("Kconfig")).replace("depends on DEBUG_FS", "depends on NET");

    BuildOutcome outcome = build(new Overlay(Map.of("Kconfig", present(kconfig))));

    assertThat(outcome).isInstanceOf(BuildOutcome.Misconfigured.class);
    assertThat(built(Overlay.none()).config()).content().contains("CONFIG_KCOV=y");
    assertThat(built(change("init/main.c", "int b;\n")).config())
        .content()
        .contains("CONFIG_KCOV=y");
  }

  @Test
  void a_damaged_image_in_the_cache_is_noticed_and_built_again() throws IOException {
    Kernel kernel = built(Overlay.none());
    byte[] image = Files.readAllBytes(kernel.image());
    image[image.length / 2] ^= 1;
    Files.write(kernel.image(), image);

    Kernel again = built(Overlay.none());

    assertThat(again.cached()).isFalse();
    assertThat(again.imageHash()).isEqualTo(kernel.imageHash());
    assertThat(again.image()).content().contains("kcov_mmap");
  }

  @Test
  void an_entry_without_its_manifest_is_built_again() throws IOException {
    Kernel kernel = built(Overlay.none());
    Files.delete(kernel.folder().resolve("kernel.json"));

    assertThat(built(Overlay.none()).cached()).isFalse();
  }

  @Test
  void half_an_object_of_a_build_that_was_killed_is_not_taken_for_done() throws Exception {
    Path gate = Files.createFile(folder.resolve("gate"));
    Overlay hanging = change("kernel/kcov.c", "int whole; // HANG_WHILE " + gate + " \n");
    interruptWhenReached(hanging, Path.of(gate + ".reached"));
    assertThat(find("kcov.o")).singleElement().satisfies(o -> assertThat(o).hasContent("half"));
    // Without this the next build of a real kernel compiles everything.
    Path options = find("kcov.o").get(0).resolve("../../include/config/auto.conf").normalize();
    Files.createDirectories(options.getParent());
    Files.writeString(options, "CONFIG_KCOV=y\n");
    Files.delete(gate);

    Kernel kernel = built(hanging);

    assertThat(kernel.image()).content().contains("int whole;").doesNotContain("half");
    assertThat(options).exists();
  }

  @Test
  void half_an_object_is_mended_as_well_when_another_step_is_built_next() throws Exception {
    Path gate = Files.createFile(folder.resolve("gate"));
    Overlay hanging = change("kernel/kcov.c", "int whole; // HANG_WHILE " + gate + " \n");
    interruptWhenReached(hanging, Path.of(gate + ".reached"));
    Files.delete(gate);

    Overlay other = new Overlay(hanging.files());
    built(
        new Overlay(
            Map.of(
                "kernel/kcov.c",
                other.files().get("kernel/kcov.c"),
                "init/main.c",
                present("int b;\n"))));

    assertThat(built(hanging).image()).content().doesNotContain("half");
  }

  @Test
  void a_make_that_somebody_kills_is_no_verdict_on_the_patch() throws Exception {
    Path gate = Files.createFile(folder.resolve("gate"));
    Overlay hanging = change("kernel/kcov.c", "int whole; // HANG_WHILE " + gate + " \n");
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread build = new Thread(() -> thrown.set(catchThrowable(() -> build(hanging))));
    build.start();
    await(Path.of(gate + ".reached"));
    // As the kernel's out-of-memory killer does.
    ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().command().orElse("").endsWith("/make"))
        .forEach(ProcessHandle::destroyForcibly);
    build.join();

    assertThat(thrown.get())
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("cannot build the kernel: make was killed");
    Files.delete(gate);
    assertThat(built(hanging).image()).content().contains("int whole;").doesNotContain("half");
  }

  @Test
  void a_full_disk_is_no_verdict_on_the_patch() {
    assertThatThrownBy(() -> build(change("kernel/kcov.c", "DISK_FULL\n")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("cannot build the kernel: the disk is full (")
        .hasMessageContaining("KVERDICT_CACHE")
        .hasMessageContaining(store.root().toString());
  }

  @Test
  void the_key_is_made_of_all_that_makes_a_kernel() {
    Overlay overlay = change("kernel/kcov.c", "int a;\n");
    String key = builder(CONFIG, TOOLCHAIN).key(overlay);

    assertThat(builder(CONFIG, TOOLCHAIN).key(change("kernel/kcov.c", "int a;\n"))).isEqualTo(key);
    assertThat(
            Stream.of(
                key,
                builder(CONFIG, TOOLCHAIN).key(Overlay.none()),
                builder(CONFIG, TOOLCHAIN).key(change("kernel/kcov.c", "int b;\n")),
                builder(CONFIG, TOOLCHAIN).key(change("kernel/kcov.h", "int a;\n")),
                builder("CONFIG_SMP=y\n", TOOLCHAIN).key(overlay),
                builder(CONFIG, new Toolchain(List.of("gcc 13", "ld 2.40"))).key(overlay),
                builder(request("other tree", Target.X86_64)).key(overlay),
                builder(request("tree", new Target("arm64", "Image", "arch/arm64/boot/Image")))
                    .key(overlay)))
        .doesNotHaveDuplicates();
  }

  @Test
  void the_order_of_fragments_makes_no_other_kernel() {
    Overlay none = Overlay.none();

    assertThat(builder("CONFIG_SMP=y\nCONFIG_KCOV=y\n", TOOLCHAIN).key(none))
        .isEqualTo(builder("# why\nCONFIG_KCOV=y\nCONFIG_SMP=y\n", TOOLCHAIN).key(none));
  }

  @Test
  void two_requests_build_in_places_of_their_own() {
    built(Overlay.none());

    Kernel other = kernel(builder("CONFIG_SMP=y\n", TOOLCHAIN).build(Overlay.none(), log()));

    assertThat(other.config()).content().contains("# CONFIG_KCOV is not set");
    assertThat(built(change("init/main.c", "int b;\n")).config())
        .content()
        .contains("CONFIG_KCOV=y");
  }

  private void interruptWhenReached(Overlay overlay, Path reached) throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread build = new Thread(() -> thrown.set(catchThrowable(() -> build(overlay))));
    build.start();
    await(reached);
    build.interrupt();
    build.join();
    assertThat(thrown.get()).isInstanceOf(InfrastructureException.class);
  }

  /** The fake compiler says when it is in the middle of an object. */
  private static void await(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(10);
    }
  }

  private List<Path> find(String name) throws IOException {
    try (Stream<Path> files = Files.walk(store.root().resolve("work"))) {
      return files.filter(file -> file.getFileName().toString().equals(name)).toList();
    }
  }

  private static List<String> compiled(Kernel kernel) {
    try {
      return Files.readAllLines(kernel.log()).stream()
          .filter(line -> line.startsWith("  CC "))
          .map(line -> line.substring("  CC ".length()).strip())
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Overlay change(String path, String content) {
    return new Overlay(Map.of(path, present(content)));
  }

  private static Overlay.Present present(String content) {
    return new Overlay.Present(content.getBytes(StandardCharsets.UTF_8), false);
  }

  private Kernel built(Overlay overlay) {
    return kernel(build(overlay));
  }

  private static Kernel kernel(BuildOutcome outcome) {
    assertThat(outcome).isInstanceOf(BuildOutcome.Built.class);
    return ((BuildOutcome.Built) outcome).kernel();
  }

  private BuildOutcome build(Overlay overlay) {
    return builder(CONFIG, TOOLCHAIN).build(overlay, log());
  }

  private Path log() {
    return folder.resolve("failure.log");
  }

  private KernelBuilder builder(String config, Toolchain toolchain) {
    return builder(
        new BuildRequest(
            new Tree(tree, "tree", "5.10.99", "dir:linux", "tree"),
            MergedFragments.of(List.of(Fragment.parse("test.config", config))),
            Target.X86_64,
            toolchain,
            2));
  }

  private BuildRequest request(String treeHash, Target target) {
    return new BuildRequest(
        new Tree(tree, treeHash, "5.10.99", "dir:linux", "tree"),
        MergedFragments.of(List.of(Fragment.parse("test.config", CONFIG))),
        target,
        TOOLCHAIN,
        2);
  }

  private KernelBuilder builder(BuildRequest request) {
    return new KernelBuilder(store, commands, request, note -> {});
  }
}
