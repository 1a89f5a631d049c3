// SPDX-License-Identifier: Apache-2.0
package org.kverdict.symbols;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kverdict.console.Fault;
import org.kverdict.console.Frame;
import org.kverdict.failure.UsageException;
import org.kverdict.process.CommandRunner;
import org.kverdict.process.Programs;

/**
 * Gives the frames of faults their places in the source, and adds the frames that the compiler
 * inlined. Frames name a function and an offset, so neither the addresses in the log nor KASLR
 * matter.
 */
public final class Symboliser {
  private final Path vmlinux;
  private final Binutils binutils;

  /**
   * @param commands starts nm and addr2line
   * @param vmlinux the ELF file of the kernel that wrote the log
   */
  public Symboliser(CommandRunner commands, Path vmlinux) {
    this(commands, vmlinux, Programs.onPath()::find);
  }

  Symboliser(CommandRunner commands, Path vmlinux, Function<String, Optional<Path>> findProgram) {
    this.vmlinux = vmlinux;
    this.binutils = new Binutils(commands, vmlinux, findProgram);
  }

  /**
   * The same faults with places. A frame that has no offset, has a place already, or does not fit
   * this kernel stays as it is.
   *
   * @throws UsageException if the vmlinux is not there or has no symbols
   * @throws org.kverdict.failure.InfrastructureException if there is no nm or addr2line
   */
  public Symbolised symbolise(List<Fault> faults) {
    requireFile();
    Set<String> functions =
        faults.stream()
            .flatMap(Symboliser::open)
            .map(Frame::function)
            .collect(Collectors.toUnmodifiableSet());
    if (functions.isEmpty()) {
      return new Symbolised(faults, List.of());
    }
    SymbolTable table = binutils.symbols(functions);
    List<Placement> placements = faults.stream().map(f -> new Placement(f, table)).toList();
    Set<Long> addresses =
        placements.stream()
            .map(Placement::addresses)
            .flatMap(Collection::stream)
            .collect(Collectors.toSet());
    SourceLines lines = binutils.lines(addresses, table.start(SourceLines.LANDMARK));
    long wanted = faults.stream().flatMap(Symboliser::open).count();
    long found = placements.stream().mapToLong(Placement::found).sum();
    return new Symbolised(
        placements.stream().map(p -> p.in(lines)).toList(),
        notes(wanted, found, lines.areKnown() || found == 0));
  }

  private List<String> notes(long wanted, long found, boolean knowsLines) {
    List<String> notes = new ArrayList<>();
    if (!knowsLines) {
      notes.add(
          vmlinux
              + " has no debug information, so frames have no file and line: build the kernel with"
              + " CONFIG_DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT=y (before 5.18: CONFIG_DEBUG_INFO=y)");
    }
    if (found < wanted) {
      notes.add(
          (wanted - found)
              + " of "
              + wanted
              + " frames do not fit "
              + vmlinux
              + ": they belong to a module, or another kernel wrote the log");
    }
    return notes;
  }

  /** The frames to which a place can be given. */
  private static Stream<Frame> open(Fault fault) {
    return fault.stack().stream().filter(frame -> offset(frame).isPresent());
  }

  static Optional<SymbolOffset> offset(Frame frame) {
    return frame.place().isPresent()
        ? Optional.empty()
        : frame.offset().flatMap(SymbolOffset::parse);
  }

  private void requireFile() {
    String found =
        !Files.exists(vmlinux)
            ? "does not exist"
            : Files.isDirectory(vmlinux)
                ? "is a folder"
                : !Files.isReadable(vmlinux) ? "cannot be read: permission denied" : "";
    if (!found.isEmpty()) {
      throw new UsageException(
          "the vmlinux "
              + vmlinux
              + " "
              + found
              + ". Give the ELF file of that name in the folder in which the kernel was built.");
    }
  }
}
