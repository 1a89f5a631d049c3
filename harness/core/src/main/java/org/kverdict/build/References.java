// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.kverdict.build.ElfObject.Section;
import org.kverdict.build.ElfObject.Symbol;
import org.kverdict.store.ContentHash;

/**
 * Says what code refers to, in words that stay the same when things move: a name, or the content of
 * what has none. A compiler writes many references as a section and an offset in it.
 */
final class References {
  /** The numbers that gcc gives to static variables depend on everything before them. */
  private static final Pattern NUMBER = Pattern.compile("\\.\\d+|(?<=__UNIQUE_ID_\\w{0,80})\\d+$");

  private static final int POINTER = 8;

  private final ElfObject object;
  private final Map<Integer, List<Symbol>> bySection = new HashMap<>();
  private final Map<Integer, Set<Long>> codeLabels = new HashMap<>();
  private final Map<Integer, Map<Long, Long>> tables = new HashMap<>();

  References(ElfObject object) {
    this.object = object;
    for (Symbol symbol : object.symbols()) {
      if (symbol.section() > 0
          && symbol.section() < object.sections().size()
          && symbol.type() != Symbol.Type.SECTION
          && !symbol.name().isEmpty()) {
        bySection.computeIfAbsent(symbol.section(), s -> new ArrayList<>()).add(symbol);
      }
    }
    bySection.forEach((section, symbols) -> sort(section, symbols));
  }

  private void sort(int section, List<Symbol> symbols) {
    symbols.sort(
        Comparator.comparingLong(Symbol::value)
            .thenComparing(Comparator.comparingLong(Symbol::size))
            .thenComparing(Symbol::name, Comparator.reverseOrder()));
    if (object.sections().get(section).holdsCode()) {
      Set<Long> labels = new HashSet<>();
      symbols.forEach(symbol -> labels.add(symbol.value()));
      codeLabels.put(section, labels);
    }
  }

  /** Whether a symbol stands exactly there in a section of code. */
  boolean isLabel(int section, long at) {
    return codeLabels.getOrDefault(section, Set.of()).contains(at);
  }

  /**
   * What a relocation points to.
   *
   * @param symbol the relocation's symbol
   * @param addend the relocation's addend
   * @param ahead how far the processor's idea of "here" is ahead of the field, which is part of the
   *     addend
   */
  String name(Symbol symbol, long addend, int ahead) {
    if (symbol.type() != Symbol.Type.SECTION) {
      return stable(symbol.name()) + "+" + addend;
    }
    return place(symbol.section(), addend + ahead) + "-" + ahead;
  }

  /** What is at a place. */
  String place(int index, long at) {
    Section section = object.sections().get(index);
    if (section.holdsStrings()) {
      return "\"" + object.string(section, at) + "\"";
    }
    if (section.holdsConstants()) {
      long size = Math.max(0, Math.min(16, section.size() - at));
      return at < 0 ? section.name() : ContentHash.of(object.bytes(section, at, size));
    }
    Optional<Symbol> around = around(index, at);
    if (around.isPresent()) {
      return stable(around.get().name()) + "+" + (at - around.get().value());
    }
    return section.name() + jumpTable(section, at);
  }

  /**
   * The targets of a switch. Such a table has no name and no known end; it is taken to go on as
   * long as its entries point into the same function.
   */
  private String jumpTable(Section section, long from) {
    Map<Long, Long> entries = tables.computeIfAbsent(section.index(), s -> pointersToCode(section));
    StringBuilder targets = new StringBuilder();
    String owner = "";
    for (long at = from; entries.containsKey(at); at += POINTER) {
      long packed = entries.get(at);
      Optional<Symbol> function = around((int) (packed >>> 40), packed & 0xffffffffffL);
      String name = function.map(Symbol::name).orElse("");
      if (function.isEmpty() || (!owner.isEmpty() && !owner.equals(name))) {
        break;
      }
      owner = name;
      targets.append(' ').append((packed & 0xffffffffffL) - function.get().value());
    }
    return targets.isEmpty() ? "" : ":" + owner + targets;
  }

  /** Offset to section and offset of what the pointer there points to. */
  private Map<Long, Long> pointersToCode(Section section) {
    Map<Long, Long> pointers = new HashMap<>();
    object
        .relocations(section)
        .ifPresent(
            relocations -> {
              for (int i = 0; i < relocations.count(); i++) {
                Symbol symbol = relocations.symbol(i);
                long target = symbol.value() + relocations.addend(i);
                if (codeLabels.containsKey(symbol.section()) && target >= 0) {
                  pointers.put(relocations.offset(i), (long) symbol.section() << 40 | target);
                }
              }
            });
    return pointers;
  }

  /** The symbol whose bytes a place is among, or that stands exactly there. */
  private Optional<Symbol> around(int section, long at) {
    List<Symbol> symbols = bySection.getOrDefault(section, List.of());
    int low = 0;
    int high = symbols.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (symbols.get(middle).value() <= at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // Labels may stand inside of what is looked for.
    for (int i = low - 1; i >= 0 && i >= low - 16; i--) {
      Symbol symbol = symbols.get(i);
      if (at < symbol.end() || at == symbol.value()) {
        return Optional.of(symbol);
      }
    }
    return Optional.empty();
  }

  private static String stable(String name) {
    return name.indexOf('.') < 0 && !name.startsWith("__UNIQUE_ID_")
        ? name
        : NUMBER.matcher(name).replaceAll("");
  }
}
