// SPDX-License-Identifier: Apache-2.0
package org.kverdict.symbols;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of a kernel to lines of its source. */
final class SourceLines {
  /** A function that every kernel has, and the file in which every kernel has it. */
  static final String LANDMARK = "kernel_init";

  private static final Path LANDMARK_FILE = Path.of("init", "main.c");

  private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]{1,16})");

  /** "(discriminator 3)" may follow; without debug information the line is 0 or "?". */
  private static final Pattern FILE_AND_LINE = Pattern.compile("(.+):([1-9]\\d*)(?: .*)?");

  /**
   * A function at an address.
   *
   * @param function its name
   * @param line file and line, the file relative to the kernel's tree; empty if unknown
   */
  record Place(String function, Optional<String> line) {}

  private final Map<Long, List<Place>> places = new HashMap<>();

  /**
   * Reads what {@code addr2line -a -f -i} printed.
   *
   * @param landmark the address of {@link #LANDMARK}, if there is one: it tells where the tree was
   */
  SourceLines(String addr2line, OptionalLong landmark) {
    List<String> lines = addr2line.lines().toList();
    List<Place> current = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher address = ADDRESS.matcher(lines.get(i));
      if (address.matches()) {
        current = new ArrayList<>();
        places.put(Long.parseUnsignedLong(address.group(1), 16), current);
      } else if (i + 1 < lines.size()) {
        current.add(new Place(lines.get(i), line(lines.get(++i))));
      }
    }
    Optional<Path> tree = landmark.stream().boxed().findFirst().flatMap(this::tree);
    tree.ifPresent(root -> places.replaceAll((address, found) -> relative(found, root)));
  }

  /** What is at an address: inlined functions, the innermost first, and last who holds them. */
  List<Place> at(long address) {
    return List.copyOf(places.getOrDefault(address, List.of()));
  }

  /** Whether any address has a line. */
  boolean areKnown() {
    return places.values().stream().flatMap(List::stream).anyMatch(p -> p.line().isPresent());
  }

  /** The folder of the tree: the landmark's file without init/main.c. */
  private Optional<Path> tree(long landmark) {
    return at(landmark).stream()
        .flatMap(place -> place.line().stream())
        .map(line -> Path.of(line.substring(0, line.lastIndexOf(':'))))
        .filter(file -> file.isAbsolute() && file.endsWith(LANDMARK_FILE))
        .map(file -> file.getRoot().resolve(file.subpath(0, file.getNameCount() - 2)))
        .findFirst();
  }

  private static List<Place> relative(List<Place> found, Path tree) {
    String prefix = tree + "/";
    return found.stream()
        .map(
            place ->
                new Place(
                    place.function(),
                    place.line().map(l -> l.startsWith(prefix) ? l.substring(prefix.length()) : l)))
        .toList();
  }

  /** Paths come as the compiler was given them: /build/./include/linux/list.h. */
  private static Optional<String> line(String printed) {
    Matcher matcher = FILE_AND_LINE.matcher(printed);
    return matcher.matches()
        ? Optional.of(Path.of(matcher.group(1)).normalize() + ":" + matcher.group(2))
        : Optional.empty();
  }
}
