// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.kverdict.results.CaseResult;

/** A case in the runs of one step that were to run it, in order. */
final class Observations {
  static final String UNKNOWN = "unknown";

  private final List<Optional<CaseResult>> attempts;
  private final List<Behaviour> behaviours;

  /** Empty where nothing is known of a run. */
  Observations(List<Optional<CaseResult>> attempts) {
    this.attempts = List.copyOf(attempts);
    this.behaviours = attempts.stream().flatMap(Optional::stream).map(Behaviour::of).toList();
  }

  /** The first so many runs. */
  Observations first(int runs) {
    return new Observations(attempts.subList(0, Math.min(runs, attempts.size())));
  }

  int size() {
    return attempts.size();
  }

  List<Behaviour> behaviours() {
    return behaviours;
  }

  int count(Predicate<Behaviour> predicate) {
    return (int) behaviours.stream().filter(predicate).count();
  }

  boolean isUnknown() {
    return behaviours.isEmpty();
  }

  /** Whether its runs differ from each other. */
  boolean isMixed() {
    return behaviours.stream().distinct().count() > 1;
  }

  /** The most common behaviour. */
  Optional<Behaviour> usual() {
    return Behaviour.mostCommon(behaviours);
  }

  /** The first result that shows the most common behaviour. */
  Optional<CaseResult> usualResult() {
    return attempts.stream()
        .flatMap(Optional::stream)
        .filter(result -> Optional.of(Behaviour.of(result)).equals(usual()))
        .findFirst();
  }

  /** How often which behaviour was seen, in short forms, the most common first. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    attempts.forEach(
        it ->
            counts.merge(
                it.map(Behaviour::of).map(Behaviour::shortForm).orElse(UNKNOWN), 1, Integer::sum));
    Map<String, Integer> ordered = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(it -> ordered.put(it.getKey(), it.getValue()));
    return ordered;
  }
}
