// SPDX-License-Identifier: Apache-2.0
package org.kverdict.symbols;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** The functions of a kernel that are asked for, and where each begins and ends. */
final class SymbolTable {
  /** A line of {@code nm -S}: address, size where there is one, type, name. */
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{8,16}) (?:([0-9a-f]{8,16}) )?([A-Za-z]) (.+)");

  /**
   * What kallsyms leaves out, so that it ends no function: labels of the assembler, arm64's mapping
   * symbols, the padding before a function.
   */
  private static final Pattern NOT_IN_KALLSYMS =
      Pattern.compile("\\$.*|\\.L.*|__(?:pfx|cfi)_.*|__crc_.*|__kstrtab.*|__ksymtab.*");

  private record Symbol(long start, long size) {}

  private final Map<String, List<Symbol>> functions = new HashMap<>();
  private final long[] starts;

  private SymbolTable(String nm, Set<String> names) {
    LongStream.Builder all = LongStream.builder();
    for (String text : nm.lines().toList()) {
      Matcher line = LINE.matcher(text);
      if (!line.matches() || NOT_IN_KALLSYMS.matcher(line.group(4)).matches()) {
        continue;
      }
      long start = Long.parseUnsignedLong(line.group(1), 16);
      // An absolute symbol is a number, or the offset of a per-CPU variable.
      if (!line.group(3).equalsIgnoreCase("a")) {
        all.add(start);
      }
      if (names.contains(line.group(4)) && "tTwW".contains(line.group(3))) {
        String size = line.group(2);
        functions
            .computeIfAbsent(line.group(4), name -> new ArrayList<>())
            .add(new Symbol(start, size == null ? 0 : Long.parseLong(size, 16)));
      }
    }
    // Kernel addresses are negative as longs, all alike: the order is the same.
    this.starts = all.build().sorted().distinct().toArray();
  }

  /**
   * Reads what {@code nm -S} printed.
   *
   * @param names the functions to remember
   */
  static SymbolTable read(String nm, Set<String> names) {
    return new SymbolTable(nm, names);
  }

  boolean isEmpty() {
    return starts.length == 0;
  }

  /** Where a function begins; empty if there is none of that name or more than one. */
  OptionalLong start(String name) {
    List<Symbol> symbols = functions.getOrDefault(name, List.of());
    return symbols.size() == 1 ? OptionalLong.of(symbols.get(0).start()) : OptionalLong.empty();
  }

  /**
   * The address of a place in a function. Static functions may share a name, and a log may be of
   * another kernel: the size that the log names must be the function's. Two of the same name and
   * size leave it open which is meant, and a wrong place is worse than none.
   */
  OptionalLong address(String name, SymbolOffset where) {
    if (where.offset() > where.size()) {
      return OptionalLong.empty();
    }
    List<Symbol> fitting =
        functions.getOrDefault(name, List.of()).stream()
            .filter(symbol -> fits(symbol, where.size()))
            .toList();
    return fitting.size() == 1
        ? OptionalLong.of(fitting.get(0).start() + where.offset())
        : OptionalLong.empty();
  }

  /**
   * The kernel does not know the size that ELF records: for it a function reaches to the next
   * symbol, over the padding in between, and what assembly declares has no size in ELF at all.
   */
  private boolean fits(Symbol symbol, long size) {
    return size == symbol.size() || size == reach(symbol);
  }

  private long reach(Symbol symbol) {
    int next = Arrays.binarySearch(starts, symbol.start()) + 1;
    return next < starts.length ? starts[next] - symbol.start() : symbol.size();
  }
}
