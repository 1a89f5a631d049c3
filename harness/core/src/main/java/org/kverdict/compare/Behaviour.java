// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kverdict.results.CaseResult;
import org.kverdict.results.Outcome;

/**
 * What two results of a case must have in common to count as the same.
 *
 * @param outcome what came of it
 * @param signal the signal that ended it, or nothing
 * @param observed what it saw where more than one answer is right, or nothing
 * @param place where it failed, as {@code FILE:LINE}, or nothing; the rest of a message may hold
 *     values that differ between runs
 */
record Behaviour(Outcome outcome, String signal, String observed, String place)
    implements Comparable<Behaviour> {
  private static final Comparator<Behaviour> ORDER =
      Comparator.comparing((Behaviour it) -> it.outcome().word())
          .thenComparing(Behaviour::signal)
          .thenComparing(Behaviour::observed)
          .thenComparing(Behaviour::place);

  static Behaviour of(CaseResult result) {
    return new Behaviour(
        result.outcome(), result.signal().orElse(""), result.observed().orElse(""), place(result));
  }

  private static String place(CaseResult result) {
    if (result.outcome() != Outcome.FAIL) {
      return "";
    }
    String[] parts = result.message().orElse("").split(":", 3);
    return parts.length == 3 ? parts[0] + ":" + parts[1] : "";
  }

  /** The most common of them; of several, the first in their own order. */
  static Optional<Behaviour> mostCommon(List<Behaviour> all) {
    Map<Behaviour, Integer> counts = new TreeMap<>();
    all.forEach(it -> counts.merge(it, 1, Integer::sum));
    return counts.entrySet().stream()
        .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
        .map(Map.Entry::getKey);
  }

  boolean isGood() {
    return outcome.isGood();
  }

  /** What took its guest with it, or made it contradict itself, is no better than a failure. */
  boolean isBad() {
    return outcome.isBad() || outcome == Outcome.LOST;
  }

  /** As in {@code crashed (SIGBUS)}. */
  String shortForm() {
    List<String> details =
        Stream.of(signal, observed, place).filter(detail -> !detail.isEmpty()).toList();
    return outcome.word() + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")");
  }

  /** An order that depends on nothing but the behaviours: ties are broken by it. */
  @Override
  public int compareTo(Behaviour other) {
    return ORDER.compare(this, other);
  }
}
