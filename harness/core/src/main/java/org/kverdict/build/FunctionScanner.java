// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.kverdict.build.ElfObject.Relocations;
import org.kverdict.build.ElfObject.Section;
import org.kverdict.build.ElfObject.Symbol;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.store.ContentHash;

/**
 * Hashes the functions of {@code vmlinux.o}, the object that a kernel's build leaves just before
 * the last link: in it, what a function refers to is still written as relocations, with names.
 */
final class FunctionScanner {
  /** Functions may share code under several names; a file that repeats more than that is forged. */
  private static final int ALIASES = 8;

  /** 64 bits: enough to tell two versions of one function apart. */
  private static final int HEX_DIGITS = 16;

  /** Padding in front of functions has symbols as well, which begin so. */
  private static final List<String> PADDING = List.of("__pfx_", "__cfi_");

  private final ElfObject object;
  private final References references;
  private final Map<Integer, Code> codes = new HashMap<>();
  private long budget;

  private FunctionScanner(ElfObject object, long budget) {
    this.object = object;
    this.references = new References(object);
    this.budget = budget;
  }

  /** A section's relocations in the order of what they apply to. */
  private record Code(Section section, Optional<Relocations> relocations, List<Integer> order) {
    static Code of(ElfObject object, Section section) {
      Optional<Relocations> relocations = object.relocations(section);
      List<Integer> order =
          relocations
              .map(
                  all ->
                      IntStream.range(0, all.count())
                          .boxed()
                          .sorted(Comparator.comparingLong(all::offset))
                          .toList())
              .orElse(List.of());
      return new Code(section, relocations, order);
    }

    /** The place in the order of the first one at or after an offset. */
    int from(Relocations all, long offset) {
      int low = 0;
      int high = order.size();
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (all.offset(order.get(middle)) < offset) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /** The functions of an object; empty if there is none or it cannot be understood. */
  static Optional<FunctionHashes> scan(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Optional<ElfObject> object = ElfObject.open(file);
      return object.isEmpty()
          ? Optional.empty()
          : Optional.of(new FunctionScanner(object.get(), ALIASES * Files.size(file)).scan())
              .filter(functions -> functions.count() > 0);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
      // Not what it says it is. What functions a kernel has is for information: nothing fails.
      return Optional.empty();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read the kernel's functions", file, e);
    }
  }

  private FunctionHashes scan() {
    TreeMap<String, String> hashes = new TreeMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Symbol symbol : object.symbols()) {
      if (!isFunction(symbol)) {
        continue;
      }
      String name = symbol.local() ? symbol.name() + "@" + symbol.file() : symbol.name();
      int occurrence = seen.merge(name, 1, Integer::sum);
      hashes.put(occurrence == 1 ? name : name + "#" + occurrence, hash(symbol));
    }
    return new FunctionHashes(hashes);
  }

  private boolean isFunction(Symbol symbol) {
    return symbol.type() == Symbol.Type.FUNCTION
        && symbol.size() > 0
        && symbol.section() > 0
        && symbol.section() < object.sections().size()
        && object.sections().get(symbol.section()).holdsCode()
        && PADDING.stream().noneMatch(symbol.name()::startsWith);
  }

  private String hash(Symbol function) {
    budget -= function.size();
    if (budget < 0) {
      throw new IllegalArgumentException("functions overlap");
    }
    Section section = object.sections().get(function.section());
    Code code = codes.computeIfAbsent(section.index(), s -> Code.of(object, section));
    byte[] bytes = object.bytes(section, function.value(), function.size());
    StringBuilder refers = new StringBuilder();
    boolean[] relocated = new boolean[bytes.length];
    code.relocations().ifPresent(all -> relocations(function, code, all, bytes, relocated, refers));
    nearBranches(function, bytes, relocated, refers);
    return ContentHash.start().add(bytes).add(refers.toString()).hex().substring(0, HEX_DIGITS);
  }

  private void relocations(
      Symbol function,
      Code code,
      Relocations all,
      byte[] bytes,
      boolean[] relocated,
      StringBuilder refers) {
    for (int i = code.from(all, function.value()); i < code.order().size(); i++) {
      int relocation = code.order().get(i);
      long offset = all.offset(relocation);
      if (offset >= function.end()) {
        break;
      }
      int field = (int) (offset - function.value());
      for (int b = field; b < Math.min(field + X86Code.FIELD, bytes.length); b++) {
        relocated[b] = true;
      }
      int ahead = X86Code.ahead(all.type(relocation), bytes, field);
      refers
          .append(field)
          .append(' ')
          .append(all.type(relocation))
          .append(' ')
          .append(references.name(all.symbol(relocation), all.addend(relocation), ahead))
          .append('\n');
    }
  }

  /** Calls into the same file that the assembler has resolved: the distance is not their own. */
  private void nearBranches(
      Symbol function, byte[] bytes, boolean[] relocated, StringBuilder refers) {
    ByteBuffer code = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int field = 1; field + X86Code.FIELD <= bytes.length; field++) {
      if (relocated[field] || !X86Code.isBranch(bytes, field)) {
        continue;
      }
      long target = function.value() + field + X86Code.FIELD + code.getInt(field);
      boolean leaves = target < function.value() || target >= function.end();
      if (leaves && references.isLabel(function.section(), target)) {
        code.putInt(field, 0);
        refers.append(field).append(" near ").append(references.place(function.section(), target));
        refers.append('\n');
        field += X86Code.FIELD - 1;
      }
    }
  }
}
