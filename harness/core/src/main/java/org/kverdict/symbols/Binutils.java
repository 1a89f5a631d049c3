// SPDX-License-Identifier: Apache-2.0
package org.kverdict.symbols;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.CommandRunner;

/** Asks nm and addr2line about a vmlinux. */
final class Binutils {
  /** addr2line reads a distribution's kernel with all its debug information in some ten seconds. */
  private static final Duration BOUND = Duration.ofMinutes(5);

  /**
   * Addresses for one addr2line: starting it costs more than they do, but what it says of them must
   * be within what a result keeps.
   */
  private static final int BATCH = 4_000;

  private final CommandRunner commands;
  private final Path vmlinux;
  private final Function<String, Optional<Path>> findProgram;

  Binutils(CommandRunner commands, Path vmlinux, Function<String, Optional<Path>> findProgram) {
    this.commands = commands;
    this.vmlinux = vmlinux;
    this.findProgram = findProgram;
  }

  /** The symbols of these functions. */
  SymbolTable symbols(Set<String> functions) {
    Set<String> names = new TreeSet<>(functions);
    names.add(SourceLines.LANDMARK);
    // All of it: a distribution's kernel has more symbols than a result keeps.
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CommandResult nm = run(List.of("nm", "-S", "--", file()), out);
    SymbolTable table = SymbolTable.read(out.toString(StandardCharsets.UTF_8), names);
    if (!nm.succeeded() || table.isEmpty()) {
      String said = nm.stderr().strip();
      throw new UsageException(
          "nm finds no symbols in "
              + vmlinux
              + (said.isEmpty() ? "" : ": " + said)
              + "\nGive the kernel's uncompressed, unstripped ELF file, vmlinux; bzImage and"
              + " vmlinuz have no symbols. A vmlinux of another architecture may need Debian's"
              + " binutils-multiarch.");
    }
    return table;
  }

  /** The lines of these addresses. */
  SourceLines lines(Set<Long> addresses, OptionalLong landmark) {
    TreeSet<Long> wanted = new TreeSet<>(addresses);
    landmark.ifPresent(wanted::add);
    List<String> printed = wanted.stream().map(Long::toHexString).toList();
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < printed.size(); i += BATCH) {
      List<String> arguments = new ArrayList<>(List.of("addr2line", "-a", "-f", "-i", "-e"));
      arguments.add(file());
      arguments.addAll(printed.subList(i, Math.min(i + BATCH, printed.size())));
      out.append(
          run(arguments, OutputStream.nullOutputStream())
              .orThrow("cannot look up frames in " + vmlinux)
              .stdout());
    }
    return new SourceLines(out.toString(), landmark);
  }

  private CommandResult run(List<String> arguments, OutputStream out) {
    String program = arguments.get(0);
    if (findProgram.apply(program).isEmpty()) {
      throw new InfrastructureException(
          "cannot find file and line of frames: there is no "
              + program
              + " in PATH. Install Debian's package binutils, or leave out --vmlinux.");
    }
    return commands.run(Command.of(arguments), BOUND, out);
  }

  /** An absolute path begins with no dash. */
  private String file() {
    return vmlinux.toAbsolutePath().toString();
  }
}
