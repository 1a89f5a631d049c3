// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What differs between the functions of two kernels. What a compiler split off a function ({@code
 * f.cold}, {@code f.part.0}, {@code f.isra.0}) counts as a part of it.
 *
 * @param changed functions of both whose code differs, sorted
 * @param added functions of the second one alone, sorted
 * @param removed functions of the first one alone, sorted
 * @param unchanged how many are the same
 */
public record FunctionChanges(
    List<String> changed, List<String> added, List<String> removed, int unchanged) {

  /** Copies. */
  public FunctionChanges {
    changed = List.copyOf(changed);
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  /** Whether all functions are the same; what is not code may differ all the same. */
  public boolean none() {
    return changed.isEmpty() && added.isEmpty() && removed.isEmpty();
  }

  /** A function: its name, and its file if it is known in that file alone. */
  private record Function(String name, String file) {
    String shown(Set<String> ambiguous) {
      return file.isEmpty() || !ambiguous.contains(name) ? name : name + " (" + file + ")";
    }
  }

  /**
   * Compares two kernels.
   *
   * @param before the functions of the first one
   * @param after the functions of the second one
   */
  public static FunctionChanges between(FunctionHashes before, FunctionHashes after) {
    Map<Function, SortedMap<String, String>> old = parts(before);
    Map<Function, SortedMap<String, String>> now = parts(after);
    Set<Function> all = new HashSet<>(old.keySet());
    all.addAll(now.keySet());
    Set<String> ambiguous = ambiguous(all);
    TreeSet<String> changed = new TreeSet<>();
    TreeSet<String> added = new TreeSet<>();
    TreeSet<String> removed = new TreeSet<>();
    int unchanged = 0;
    for (Function function : all) {
      if (!old.containsKey(function)) {
        added.add(function.shown(ambiguous));
      } else if (!now.containsKey(function)) {
        removed.add(function.shown(ambiguous));
      } else if (old.get(function).equals(now.get(function))) {
        unchanged++;
      } else {
        changed.add(function.shown(ambiguous));
      }
    }
    return new FunctionChanges(
        new ArrayList<>(changed), new ArrayList<>(added), new ArrayList<>(removed), unchanged);
  }

  private static Set<String> ambiguous(Set<Function> all) {
    Map<String, Integer> count = new HashMap<>();
    all.forEach(function -> count.merge(function.name(), 1, Integer::sum));
    Set<String> ambiguous = new HashSet<>();
    count.forEach(
        (name, times) -> {
          if (times > 1) {
            ambiguous.add(name);
          }
        });
    return ambiguous;
  }

  private static Map<Function, SortedMap<String, String>> parts(FunctionHashes functions) {
    Map<Function, SortedMap<String, String>> parts = new HashMap<>();
    functions
        .hashes()
        .forEach(
            (key, hash) ->
                parts
                    .computeIfAbsent(whole(key, functions), f -> new TreeMap<>())
                    .put(key.replaceFirst("@.*", ""), hash));
    return parts;
  }

  /** The function that this is, or is a part of. A part is local even if the whole is not. */
  private static Function whole(String key, FunctionHashes functions) {
    int at = key.indexOf('@');
    String symbol = at < 0 ? key : key.substring(0, at);
    String file = at < 0 ? "" : key.substring(at + 1);
    int dot = symbol.indexOf('.', 1);
    String name = dot < 0 ? symbol : symbol.substring(0, dot);
    boolean partOfGlobal =
        dot >= 0
            && !functions.hashes().containsKey(name + "@" + file)
            && functions.hashes().containsKey(name);
    return new Function(name, partOfGlobal ? "" : file);
  }
}
