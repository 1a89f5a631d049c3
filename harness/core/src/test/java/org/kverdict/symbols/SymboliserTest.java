// SPDX-License-Identifier: Apache-2.0
package org.kverdict.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kverdict.console.Fault;
import org.kverdict.console.FaultKind;
import org.kverdict.console.Frame;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.fake.RecordingRunner;
import org.kverdict.process.Command;
import org.kverdict.process.Programs;

/** Against a small ELF file whose labels tell where its lines came to lie. */
@Timeout(120)
class SymboliserTest {
  private static final String MAIN =
      """
      #define HERE(label) __asm__ volatile(#label ": nop")
      int kernel_init(void) { return 0; }
      __attribute__((noinline)) void leaf(void) { HERE(in_leaf); }
      static inline __attribute__((always_inline)) void inner(void)
      {
              HERE(in_inner);
      }
      static inline __attribute__((always_inline)) void middle(void)
      {
              inner();
      }
      void outer(void)
      {
              middle();
              HERE(in_outer);
      }
      void caller(void)
      {
              leaf();
              HERE(after_call);
      }
      static __attribute__((used, noinline)) void twin(void) { HERE(in_short); }
      """;

  private static final String OTHER =
      """
      static __attribute__((used, noinline)) void twin(void)
      {
              __asm__ volatile("in_long: nop; nop; nop; nop; nop; nop; nop; nop; nop; nop");
              __asm__ volatile(".rept 64; nop; .endr");
      }
      """;

  @TempDir Path folder;
  private final RecordingRunner commands = new RecordingRunner();
  private Path vmlinux = Path.of("vmlinux");
  private String symbols = "";

  @BeforeEach
  void build_a_kernel_of_sorts() throws IOException {
    vmlinux = build("vmlinux", "-g");
    symbols = run("nm", "-S", vmlinux.toString());
  }

  @Test
  void an_instruction_is_looked_up_where_it_is() {
    Frame frame = frame("outer", "in_outer");

    Fault fault = symbolise(fault(exact(frame)));

    assertThat(fault.stack()).containsExactly(placed(exact(frame), "init/main.c:15"));
  }

  @Test
  void inlined_functions_come_before_who_holds_them() {
    Frame frame = frame("outer", "in_inner");

    Fault fault = symbolise(fault(exact(frame)));

    assertThat(fault.stack())
        .containsExactly(
            inlined("inner", "init/main.c:6"),
            inlined("middle", "init/main.c:10"),
            placed(exact(frame), "init/main.c:14"));
  }

  @Test
  void a_return_address_is_of_the_call_and_not_of_the_line_after_it() {
    Frame frame = frame("caller", "after_call");

    assertThat(symbolise(fault(frame)).stack()).containsExactly(placed(frame, "init/main.c:19"));
    assertThat(symbolise(fault(exact(frame))).stack())
        .containsExactly(placed(exact(frame), "init/main.c:20"));
  }

  @Test
  void of_functions_with_the_same_name_the_size_tells_which() {
    Frame brief = frame("twin", 0, "in_short");
    Frame longer = frame("twin", 1, "in_long");

    assertThat(symbolise(fault(brief)).stack())
        .extracting(Frame::place)
        .containsExactly(Optional.of("init/main.c:22"));
    assertThat(symbolise(fault(exact(longer))).stack())
        .extracting(Frame::place)
        .containsExactly(Optional.of("kernel/other.c:3"));
  }

  @Test
  void what_another_kernel_wrote_stays_as_it_is_and_is_counted() {
    Frame unknown =
        new Frame("elsewhere", Optional.of("0x1/0x40"), true, false, false, Optional.empty());
    Frame otherSize =
        new Frame("outer", Optional.of("0x1/0x999"), true, false, false, Optional.empty());
    Frame beyond =
        new Frame("outer", Optional.of("0x999/0x10"), true, false, false, Optional.empty());
    Frame absurd =
        new Frame(
            "outer",
            Optional.of("0x" + "f".repeat(40) + "/0x1"),
            true,
            false,
            false,
            Optional.empty());
    Frame bare = new Frame("outer", Optional.empty(), true, false, false, Optional.empty());
    Frame known = frame("outer", "in_outer");

    Symbolised symbolised =
        symboliser(vmlinux)
            .symbolise(List.of(fault(unknown, otherSize, beyond, absurd, bare, known)));

    List<Frame> stack = symbolised.faults().get(0).stack();
    assertThat(stack).startsWith(unknown, otherSize, beyond, absurd, bare);
    assertThat(stack.get(stack.size() - 1).place()).isPresent();
    assertThat(symbolised.notes())
        .singleElement()
        .asString()
        .startsWith("3 of 4 frames do not fit " + vmlinux);
  }

  @Test
  void without_debug_information_it_says_so_once() throws IOException {
    vmlinux = build("bare", "-g0");
    symbols = run("nm", "-S", vmlinux.toString());
    Frame frame = frame("outer", "in_outer");

    Symbolised symbolised = symboliser(vmlinux).symbolise(List.of(fault(frame), fault(frame)));

    assertThat(symbolised.faults()).containsExactly(fault(frame), fault(frame));
    assertThat(symbolised.notes())
        .singleElement()
        .asString()
        .startsWith(vmlinux + " has no debug information");
  }

  @Test
  void all_frames_are_looked_up_at_once() {
    Frame first = frame("outer", "in_outer");
    Frame second = frame("caller", "after_call");

    symboliser(vmlinux).symbolise(List.of(fault(first, second), fault(second, first)));

    assertThat(commands.count("addr2line")).isEqualTo(1);
  }

  @Test
  void places_that_are_known_are_not_looked_up_again() {
    Symboliser symboliser = symboliser(vmlinux);
    Symbolised once = symboliser.symbolise(List.of(fault(frame("outer", "in_outer"))));

    assertThat(symboliser.symbolise(once.faults())).isEqualTo(once);
  }

  @Test
  void a_kernel_that_is_not_there() {
    Path none = folder.resolve("none");

    assertThatThrownBy(() -> symboliser(none).symbolise(List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("the vmlinux " + none + " does not exist.");
    assertThatThrownBy(() -> symboliser(folder).symbolise(List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("the vmlinux " + folder + " is a folder.");
  }

  @Test
  void a_file_that_is_no_kernel() throws IOException {
    Path image = Files.writeString(folder.resolve("bzImage"), "MZ and so on");
    Path stripped = build("stripped", "-s");
    List<Fault> faults = List.of(fault(frame("outer", "in_outer")));

    for (Path file : List.of(image, stripped)) {
      assertThatThrownBy(() -> symboliser(file).symbolise(faults))
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("nm finds no symbols in " + file)
          .hasMessageContaining("uncompressed, unstripped ELF file, vmlinux");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nm", "addr2line"})
  void a_host_without_binutils(String missing) {
    Symboliser symboliser =
        new Symboliser(
            commands,
            vmlinux,
            program ->
                program.equals(missing) ? Optional.empty() : Programs.onPath().find(program));
    List<Fault> faults = List.of(fault(frame("outer", "in_outer")));

    assertThatThrownBy(() -> symboliser.symbolise(faults))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("there is no " + missing + " in PATH")
        .hasMessageContaining("Debian's package binutils");
  }

  private Symboliser symboliser(Path file) {
    return new Symboliser(commands, file);
  }

  private Fault symbolise(Fault fault) {
    Symbolised symbolised = symboliser(vmlinux).symbolise(List.of(fault));
    assertThat(symbolised.notes()).isEmpty();
    return symbolised.faults().get(0);
  }

  private static Fault fault(Frame... stack) {
    return new Fault(
        FaultKind.OOPS, "title", Optional.empty(), Optional.empty(), List.of(stack), true, 1, "");
  }

  private static Frame placed(Frame frame, String place) {
    return frame.at(place);
  }

  private static Frame inlined(String function, String place) {
    return new Frame(function, Optional.empty(), true, false, true, Optional.of(place));
  }

  /** The same frame as the place where the processor was. */
  private static Frame exact(Frame frame) {
    return new Frame(frame.function(), frame.offset(), true, true, frame.inlined(), frame.place());
  }

  private Frame frame(String function, String label) {
    return frame(function, 0, label);
  }

  /** A frame of a function, the n-th of its name by size, at a label in it. */
  private Frame frame(String function, int nth, String label) {
    List<long[]> found = new ArrayList<>(lookUp(function));
    found.sort((a, b) -> Long.compare(a[1], b[1]));
    long start = found.get(nth)[0];
    long at = lookUp(label).get(0)[0];
    String offset =
        "0x" + Long.toHexString(at - start) + "/0x" + Long.toHexString(found.get(nth)[1]);
    return new Frame(function, Optional.of(offset), true, false, false, Optional.empty());
  }

  /** Address and size of each symbol of a name. */
  private List<long[]> lookUp(String name) {
    return symbols
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words[words.length - 1].equals(name))
        .map(
            words ->
                new long[] {
                  Long.parseUnsignedLong(words[0], 16),
                  words.length == 4 ? Long.parseLong(words[1], 16) : 0
                })
        .toList();
  }

  private Path build(String name, String option) throws IOException {
    requireCompiler();
    Path main = write("tree/init/main.c", MAIN);
    Path other = write("tree/kernel/other.c", OTHER);
    Path file = folder.resolve(name);
    run(
        "gcc",
        "-O2",
        "-g",
        option,
        "-ffreestanding",
        "-fno-pie",
        "-fcf-protection=none",
        "-nostdlib",
        "-static",
        "-no-pie",
        "-Wl,-e,kernel_init",
        "-o",
        file.toString(),
        main.toString(),
        other.toString());
    return file;
  }

  private Path write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static String run(String... arguments) {
    return new RecordingRunner()
        .run(Command.of(arguments), Duration.ofMinutes(1))
        .orThrow("cannot make a kernel of sorts")
        .stdout();
  }

  /** Fails where everything should be there, and is skipped on a developer's machine. */
  private static void requireCompiler() {
    if (Programs.onPath().find("gcc").isEmpty()) {
      String message = "there is no gcc to make an ELF file with";
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      abort(message);
    }
  }
}
