// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The functions of a kernel, each with a hash of its code. The hash holds what the function does
 * and what it refers to by name, never where anything is: a function that only moved, because
 * others grew, keeps it. A line number that a function passes on, as {@code might_sleep()} does, is
 * part of its code.
 *
 * @param hashes by function: its symbol's name, and for one that is local to its file {@code
 *     name@file.c}, with {@code #2} and so on where files of one name have it, too
 */
public record FunctionHashes(SortedMap<String, String> hashes) {
  /** The first line of the text form; another one is another way to hash. */
  private static final String FORMAT = "# kverdict functions 1";

  /** Copies. */
  public FunctionHashes {
    hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
  }

  /** How many there are. */
  public int count() {
    return hashes.size();
  }

  /** The text form: after a first line, a line {@code hash name} for each, sorted by name. */
  String toText() {
    return hashes.entrySet().stream()
        .map(function -> function.getValue() + " " + function.getKey())
        .collect(Collectors.joining("\n", FORMAT + "\n", "\n"));
  }

  /** Reads the text form; empty if it is none. */
  static Optional<FunctionHashes> parse(String text) {
    if (!text.startsWith(FORMAT + "\n")) {
      return Optional.empty();
    }
    Map<String, String> hashes = new TreeMap<>();
    text.lines()
        .skip(1)
        .map(line -> line.split(" ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> hashes.put(parts[1], parts[0]));
    return hashes.isEmpty()
        ? Optional.empty()
        : Optional.of(new FunctionHashes(new TreeMap<>(hashes)));
  }
}
