// SPDX-License-Identifier: Apache-2.0
package org.kverdict.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kverdict.failure.InfrastructureException;

@Timeout(60)
class StoreTest {
  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("cache"));
  }

  @Test
  void what_is_published_is_found_and_its_scratch_is_gone() {
    try (Scratch scratch = store.scratch()) {
      Path entry = store.publish(filled(scratch, "content"), "kernels", "key");

      assertThat(entry).isEqualTo(store.path("kernels", "key"));
      assertThat(store.find("kernels", "key")).contains(entry);
      assertThat(entry.resolve("file")).hasContent("content");
    }
    assertThat(store.root().resolve("tmp")).isEmptyDirectory();
    assertThat(store.find("kernels", "other")).isEmpty();
  }

  @Test
  void the_first_to_publish_wins() {
    try (Scratch one = store.scratch();
        Scratch two = store.scratch()) {
      Path first = filled(one, "first");
      Path second = filled(two, "second");
      store.publish(first, "kernels", "key");
      store.publish(second, "kernels", "key");

      assertThat(store.path("kernels", "key").resolve("file")).hasContent("first");
      assertThat(second).doesNotExist();
    }
  }

  @Test
  void many_who_publish_at_once_agree_on_a_whole_entry() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      CountDownLatch together = new CountDownLatch(4);
      List<Callable<Path>> tasks = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        String content = "from " + i;
        tasks.add(
            () -> {
              try (Scratch scratch = store.scratch()) {
                Path ready = filled(scratch, content);
                together.countDown();
                together.await();
                return store.publish(ready, "kernels", "key");
              }
            });
      }
      for (Future<Path> published : threads.invokeAll(tasks)) {
        assertThat(published.get().resolve("file")).content().startsWith("from ");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(store.path("kernels", "key")).isDirectoryContaining("glob:**/file");
    assertThat(Files.list(store.root().resolve("kernels"))).hasSize(1);
  }

  @Test
  void a_scratch_folder_vanishes_with_all_that_is_in_it() throws IOException {
    Path used;
    try (Scratch scratch = store.scratch()) {
      used = scratch.folder();
      Files.createDirectories(used.resolve("a/b"));
      Files.writeString(used.resolve("a/b/c"), "x");
      Files.createSymbolicLink(used.resolve("link"), folder);
    }
    assertThat(used).doesNotExist();
    assertThat(folder).exists();
    assertThat(store.root().resolve("locks")).isDirectoryNotContaining("glob:**/tmp-*");
  }

  @Test
  void what_is_discarded_is_gone() {
    try (Scratch scratch = store.scratch()) {
      store.publish(filled(scratch, "x"), "kernels", "key");
    }
    store.discard("kernels", "key");

    assertThat(store.find("kernels", "key")).isEmpty();
    assertThat(store.root().resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void scratch_of_a_living_process_stays_and_that_of_a_killed_one_goes() throws Exception {
    try (Other other = new Other()) {
      Store.open(store.root());
      assertThat(other.scratch).exists();

      other.process.destroyForcibly().waitFor();

      // The reaper's work; the test's time-out is the bound.
      while (Files.exists(other.scratch) || !hasNoOwner("tmp-")) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  private boolean hasNoOwner(String prefix) throws IOException {
    try (Stream<Path> locks = Files.list(store.root().resolve("locks"))) {
      return locks.noneMatch(it -> it.getFileName().toString().startsWith(prefix));
    }
  }

  @Test
  void what_even_the_reaper_left_is_swept() {
    Path left = Folders.make(store.root().resolve("tmp/4194304-0123456789abcdef-1/deep"));

    Store.open(store.root());

    assertThat(left.getParent()).doesNotExist();
    assertThat(store.root().resolve("locks")).isDirectoryNotContaining("glob:**/tmp-*");
  }

  @Test
  void scratch_of_this_process_is_not_swept() {
    try (Scratch scratch = store.scratch()) {
      Store.open(store.root());

      assertThat(scratch.folder()).exists();
    }
  }

  @Test
  void a_lock_holds_between_processes_and_is_free_when_its_holder_dies() throws Exception {
    try (Other other = new Other()) {
      Path lockFile = store.lockFile("work", "shared");
      assertThat(FolderLock.tryAcquire(lockFile)).isEmpty();

      AtomicInteger waits = new AtomicInteger();
      CountDownLatch waiting = new CountDownLatch(1);
      Thread waiter =
          new Thread(
              () ->
                  store
                      .lock(
                          "work",
                          "shared",
                          () -> {
                            waits.incrementAndGet();
                            waiting.countDown();
                          })
                      .close());
      waiter.start();
      waiting.await();
      other.process.destroyForcibly();
      waiter.join();

      assertThat(waits).hasValue(1);
    }
  }

  @Test
  void a_lock_holds_between_threads() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Callable<Integer> task =
          () -> {
            try (FolderLock lock = store.lock("work", "shared", () -> {})) {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              Thread.yield();
              return inside.decrementAndGet();
            }
          };
      for (Future<Integer> done : threads.invokeAll(List.of(task, task, task))) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void who_waits_for_a_lock_can_be_interrupted() {
    try (FolderLock held = store.lock("work", "shared", () -> {})) {
      Thread me = Thread.currentThread();

      assertThatThrownBy(() -> store.lock("work", "shared", me::interrupt))
          .isInstanceOf(InfrastructureException.class)
          .hasMessageContaining("interrupted while waiting for");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void the_users_cache_is_where_the_environment_says() {
    Path home = Path.of(System.getProperty("user.home"));

    assertThat(Store.defaultRoot(Map.of("KVERDICT_CACHE", "/big/disk", "XDG_CACHE_HOME", "/x")))
        .isEqualTo(Path.of("/big/disk"));
    assertThat(Store.defaultRoot(Map.of("KVERDICT_CACHE", "", "XDG_CACHE_HOME", "/x")))
        .isEqualTo(Path.of("/x/kverdict"));
    assertThat(Store.defaultRoot(Map.of())).isEqualTo(home.resolve(".cache/kverdict"));
  }

  @Test
  void a_file_is_written_whole_or_not_at_all() throws IOException {
    Path file = folder.resolve("a/b/file");
    Folders.write(file, "one".getBytes(StandardCharsets.UTF_8));
    Folders.write(file, "two".getBytes(StandardCharsets.UTF_8));

    assertThat(file).hasContent("two");
    assertThat(Files.list(file.getParent())).hasSize(1);
  }

  @Test
  void a_cache_that_cannot_be_made_is_named() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> Store.open(file.resolve("cache")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("cannot make the folder in " + file.resolve("cache"));
  }

  private static Path filled(Scratch scratch, String content) {
    Path ready = Folders.make(scratch.folder().resolve("ready"));
    Folders.write(ready.resolve("file"), content.getBytes(StandardCharsets.UTF_8));
    return ready;
  }

  /** A second JVM with the cache open. */
  private final class Other implements AutoCloseable {
    private final Process process;
    private final Path scratch;

    Other() throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Publisher.class.getName(),
                  store.root().toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      scratch = Path.of(String.valueOf(out.readLine()));
    }

    @Override
    public void close() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }
}
