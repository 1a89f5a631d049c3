// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real objects, compiled as a kernel is and joined by the linker as {@code vmlinux.o} is. */
@Timeout(60)
class FunctionScannerTest {
  private static final String FILE =
      """
      extern int printk(const char *, ...);
      extern void outside(void);
      static int state;
      static unsigned char flag;
      static const int table[] = { 5, 6, 7, 8 };
      __attribute__((noinline)) static int leaf(int x) { return x * 3 + state; }
      //ROOM
      __attribute__((noipa)) int middle(int x) { return x + 1; }
      __attribute__((noinline)) static int caller(int x) {
        outside();
        state = 7;
        flag = 1;
        return leaf(x) + table[x & 3] + printk("caller %d", x);
      }
      int chooser(int x) {
        static int calls;
        calls++;
        switch (x) {
        case 0: return caller(1);
        case 1: outside(); return middle(5);
        case 2: return middle(x) + 9;
        case 3: return calls;
        case 4: return printk("four");
        case 5: outside(); outside(); return 3;
        case 6: return leaf(x);
        default: return -1;
        }
      }
      """;
  private static final String OTHER =
      "static int state = 3;\nstatic int leaf(int x) { return x + state; }\n"
          + "int (*user(void))(int) { return leaf; }\n";

  @TempDir Path folder;

  @Test
  void functions_that_only_moved_are_the_same() throws Exception {
    FunctionChanges changes =
        changes(
            FILE,
            FILE.replace(
                "//ROOM",
                "static int first = 1;\n"
                    + "int added(int x) { static int calls; calls += first;"
                    + " return printk(\"added %d\", x * calls) + first; }"));

    assertThat(changes.added()).containsExactly("added");
    assertThat(changes.changed()).isEmpty();
    assertThat(changes.removed()).isEmpty();
    assertThat(changes.unchanged()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void a_function_that_grew_is_the_only_one_that_changed() throws Exception {
    assertThat(changes(FILE, FILE.replace("x + 1;", "x * x * 1234567 + 1;")).changed())
        .containsExactly("middle");
  }

  @Test
  void another_text_is_another_function() throws Exception {
    assertThat(changes(FILE, FILE.replace("caller %d", "caller:%d")).changed())
        .containsExactly("caller");
  }

  @Test
  void another_callee_is_another_function() throws Exception {
    assertThat(
            changes(FILE, FILE.replace("case 2: return middle(x)", "case 2: return leaf(x)"))
                .changed())
        .containsExactly("chooser");
  }

  @Test
  void cases_that_change_places_change_the_function() throws Exception {
    assertThat(
            changes(
                    FILE,
                    FILE.replace("case 3:", "case X:")
                        .replace("case 6:", "case 3:")
                        .replace("case X:", "case 6:"))
                .changed())
        .containsExactly("chooser");
  }

  @Test
  void comments_change_nothing() throws Exception {
    FunctionChanges changes = changes(FILE, FILE.replace("//ROOM", "/* room\n for more */"));

    assertThat(changes.none()).isTrue();
  }

  @Test
  void static_functions_of_one_name_are_told_apart_by_file() throws Exception {
    FunctionHashes functions = scan("object", FILE).orElseThrow();

    assertThat(functions.hashes()).containsKeys("leaf@file.c", "leaf@other.c", "middle");
    assertThat(functions.hashes().get("leaf@file.c"))
        .isNotEqualTo(functions.hashes().get("leaf@other.c"));
  }

  @Test
  void what_is_no_object_has_no_functions() throws IOException {
    Path text = Files.writeString(folder.resolve("vmlinux.o"), "no object at all".repeat(10));

    assertThat(FunctionScanner.scan(text)).isEmpty();
    assertThat(FunctionScanner.scan(folder.resolve("absent"))).isEmpty();
  }

  @Test
  void a_damaged_object_is_no_surprise() throws Exception {
    scan("object", FILE);
    byte[] whole = Files.readAllBytes(folder.resolve("object/vmlinux.o"));

    IntStream.range(0, 64)
        .forEach(
            i -> {
              byte[] damaged = whole.clone();
              Arrays.fill(damaged, i * (whole.length / 64), i * (whole.length / 64) + 8, (byte) i);
              assertThat(scan(damaged)).isNotNull();
              assertThat(scan(Arrays.copyOf(whole, i * (whole.length / 64)))).isNotNull();
            });
  }

  private Optional<FunctionHashes> scan(byte[] object) {
    try {
      return FunctionScanner.scan(Files.write(folder.resolve("damaged.o"), object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FunctionChanges changes(String before, String after) throws Exception {
    return FunctionChanges.between(
        scan("before", before).orElseThrow(), scan("after", after).orElseThrow());
  }

  private Optional<FunctionHashes> scan(String name, String source) throws Exception {
    Path build = Files.createDirectories(folder.resolve(name));
    Files.writeString(build.resolve("file.c"), source);
    Files.writeString(build.resolve("other.c"), OTHER);
    for (String c : List.of("other", "file")) {
      run(
          build,
          "gcc",
          "-O2",
          "-fno-pie",
          "-mcmodel=kernel",
          "-mno-red-zone",
          "-c",
          c + ".c",
          "-o",
          c + ".o");
    }
    run(build, "ld", "-r", "-o", "vmlinux.o", "other.o", "file.o");
    return FunctionScanner.scan(build.resolve("vmlinux.o"));
  }

  private static void run(Path in, String... command) throws Exception {
    Process process =
        new ProcessBuilder(Stream.of(command).toList())
            .directory(in.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
  }
}
