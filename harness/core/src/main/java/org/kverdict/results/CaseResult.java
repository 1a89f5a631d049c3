// SPDX-License-Identifier: Apache-2.0
package org.kverdict.results;

import java.util.Optional;

/**
 * One case in one run.
 *
 * @param name as in {@code kcov/mmap.second_mapping_shares_pages}
 * @param outcome what came of it
 * @param signal the signal that ended it, as in {@code SIGBUS}
 * @param observed what it saw where more than one answer is right, as in {@code EBUSY}
 * @param message why it did not pass
 * @param output what it printed; the guest bounds it
 * @param millis how long it ran, in milliseconds of the guest's clock
 */
public record CaseResult(
    String name,
    Outcome outcome,
    Optional<String> signal,
    Optional<String> observed,
    Optional<String> message,
    Optional<String> output,
    long millis) {

  /** The result of a case of which nothing is known. */
  public static CaseResult lost(String name, String why) {
    return unfinished(name, Outcome.LOST, why);
  }

  /** A result of which nothing is known but why. */
  static CaseResult unfinished(String name, Outcome outcome, String why) {
    return new CaseResult(
        name, outcome, Optional.empty(), Optional.empty(), Optional.of(why), Optional.empty(), 0);
  }
}
