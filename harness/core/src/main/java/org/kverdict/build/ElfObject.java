// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An ELF relocatable object of x86-64. Mapped, not read: what is not looked at costs nothing. A
 * damaged one makes its methods throw {@link IndexOutOfBoundsException} or {@link
 * IllegalArgumentException}.
 */
final class ElfObject {
  private static final int HEADER_SIZE = 64;

  private static final int SECTION_SIZE = 64;
  private static final int SYMBOL_SIZE = 24;
  private static final int RELOCATION_SIZE = 24;

  /** Two bytes of the header: class 2, then encoding 1. */
  private static final int ELF64_LITTLE_ENDIAN = 0x0102;

  private static final int RELOCATABLE = 1;

  /** What branches look like, {@link X86Code} knows of no other machine. */
  private static final int X86_64 = 62;

  private static final int SYMTAB = 2;
  private static final int RELA = 4;
  private static final int NOBITS = 8;
  private static final int SYMTAB_SHNDX = 18;
  private static final int RESERVED = 0xff00;
  private static final int EXTENDED = 0xffff;

  private final ByteBuffer file;
  private final List<Section> sections = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();

  /** A section header. */
  record Section(
      int index, String name, int type, long flags, int offset, int size, int link, int info) {
    private static final int EXECUTABLE = 0x4;
    private static final int MERGEABLE = 0x10;
    private static final int STRINGS = 0x20;

    boolean holdsCode() {
      return (flags & EXECUTABLE) != 0;
    }

    boolean holdsStrings() {
      return (flags & MERGEABLE) != 0 && (flags & STRINGS) != 0;
    }

    boolean holdsConstants() {
      return (flags & MERGEABLE) != 0 && (flags & STRINGS) == 0;
    }
  }

  /**
   * A symbol.
   *
   * @param section the index of its section; 0 for none, of which there are several reasons
   * @param file the source file that a local symbol comes from, without folders; else empty
   */
  record Symbol(
      String name, Type type, boolean local, int section, long value, long size, String file) {
    /** Those that matter here. */
    enum Type {
      OBJECT,
      FUNCTION,
      SECTION,
      OTHER
    }

    long end() {
      return value + size;
    }
  }

  /** Where a section's relocations are. */
  final class Relocations {
    private final Section table;

    private Relocations(Section table) {
      this.table = table;
    }

    int count() {
      return table.size() / RELOCATION_SIZE;
    }

    private int at(int index) {
      return table.offset() + index * RELOCATION_SIZE;
    }

    long offset(int index) {
      return file.getLong(at(index));
    }

    int type(int index) {
      return file.getInt(at(index) + 8);
    }

    Symbol symbol(int index) {
      return symbols.get(file.getInt(at(index) + 12));
    }

    long addend(int index) {
      return file.getLong(at(index) + 16);
    }
  }

  private ElfObject(ByteBuffer file) {
    this.file = file;
    readSections();
    readSymbols();
  }

  /** Opens an object; empty if the file is none, or is too large to be mapped. */
  static Optional<ElfObject> open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      if (channel.size() < HEADER_SIZE || channel.size() > Integer.MAX_VALUE) {
        return Optional.empty();
      }
      ByteBuffer file =
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
              .order(ByteOrder.LITTLE_ENDIAN);
      boolean fit =
          file.getInt(0) == 0x464c457f
              && file.getShort(4) == ELF64_LITTLE_ENDIAN
              && file.getShort(16) == RELOCATABLE
              && file.getShort(18) == X86_64;
      return fit ? Optional.of(new ElfObject(file)) : Optional.empty();
    }
  }

  private void readSections() {
    int table = Math.toIntExact(file.getLong(40));
    int count = Short.toUnsignedInt(file.getShort(60));
    int names = Short.toUnsignedInt(file.getShort(62));
    // More than 65,279 sections, as -ffunction-sections gives them: the first header has the rest.
    if (count == 0) {
      count = Math.toIntExact(file.getLong(table + 32));
    }
    if (names == EXTENDED) {
      names = file.getInt(table + 40);
    }
    int nameTable = Math.toIntExact(file.getLong(table + names * SECTION_SIZE + 24));
    for (int i = 0; i < count; i++) {
      int at = table + i * SECTION_SIZE;
      int type = file.getInt(at + 4);
      sections.add(
          new Section(
              i,
              string(nameTable + file.getInt(at)),
              type,
              file.getLong(at + 8),
              Math.toIntExact(file.getLong(at + 24)),
              type == NOBITS ? 0 : Math.toIntExact(file.getLong(at + 32)),
              file.getInt(at + 40),
              file.getInt(at + 44)));
    }
  }

  private void readSymbols() {
    Optional<Section> table = ofType(SYMTAB);
    if (table.isEmpty()) {
      return;
    }
    Section symtab = table.get();
    Optional<Section> extended = ofType(SYMTAB_SHNDX);
    int names = sections.get(symtab.link()).offset();
    String source = "";
    for (int i = 0; i < symtab.size() / SYMBOL_SIZE; i++) {
      int at = symtab.offset() + i * SYMBOL_SIZE;
      int info = Byte.toUnsignedInt(file.get(at + 4));
      String name = string(names + file.getInt(at));
      boolean local = info >> 4 == 0;
      if ((info & 0xf) == 4) {
        source = name;
      }
      int section = Short.toUnsignedInt(file.getShort(at + 6));
      if (section == EXTENDED && extended.isPresent()) {
        section = file.getInt(extended.get().offset() + 4 * i);
      } else if (section >= RESERVED) {
        section = 0;
      }
      symbols.add(
          new Symbol(
              name,
              type(info & 0xf),
              local,
              section,
              file.getLong(at + 8),
              file.getLong(at + 16),
              local ? source : ""));
    }
  }

  private static Symbol.Type type(int number) {
    return switch (number) {
      case 1 -> Symbol.Type.OBJECT;
      case 2 -> Symbol.Type.FUNCTION;
      case 3 -> Symbol.Type.SECTION;
      default -> Symbol.Type.OTHER;
    };
  }

  private Optional<Section> ofType(int type) {
    return sections.stream().filter(s -> s.type() == type).findFirst();
  }

  List<Section> sections() {
    return sections;
  }

  List<Symbol> symbols() {
    return symbols;
  }

  /** The relocations that apply to a section. */
  Optional<Relocations> relocations(Section section) {
    return sections.stream()
        .filter(s -> s.type() == RELA && s.info() == section.index())
        .findFirst()
        .map(Relocations::new);
  }

  /** A copy of a part of a section. */
  byte[] bytes(Section section, long from, long size) {
    if (from < 0 || size < 0 || from + size > section.size()) {
      throw new IndexOutOfBoundsException(section.name() + " has no " + size + " bytes at " + from);
    }
    byte[] bytes = new byte[(int) size];
    file.get(section.offset() + (int) from, bytes);
    return bytes;
  }

  /** The text that ends with a NUL at a place in a section; empty outside of it. */
  String string(Section section, long at) {
    return at < 0 || at >= section.size() ? "" : string(section.offset() + (int) at);
  }

  private String string(int at) {
    int end = at;
    while (file.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - at];
    file.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
