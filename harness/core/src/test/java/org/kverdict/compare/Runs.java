// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kverdict.console.Fault;
import org.kverdict.results.CaseResult;
import org.kverdict.results.Outcome;

/** Results to compare. */
final class Runs {
  private Runs() {}

  /** As often as makes the clearest difference significant in all tests that use it. */
  static final int OFTEN = 8;

  /** OUTCOME[:SIGNAL][~OBSERVED][@MESSAGE]. */
  static CaseResult result(String name, String text) {
    String[] message = text.split("@", 2);
    String[] observed = message[0].split("~", 2);
    String[] signal = observed[0].split(":", 2);
    return new CaseResult(
        name,
        Outcome.ofWord(signal[0]).orElseThrow(),
        part(signal),
        part(observed),
        part(message),
        Optional.empty(),
        1);
  }

  /** A step that was run often, and was the same each time. */
  static StepResults often(String name, String kernel, CaseResult... cases) {
    return often(name, kernel, RunResults.ofAll(List.of(cases), true, List.of()));
  }

  static StepResults often(String name, String kernel, RunResults run) {
    return new StepResults(name, Optional.of(kernel), Collections.nCopies(OFTEN, run));
  }

  /**
   * A step with one case, in a run for each word as of {@link #result}: {@code "pass 7*fail"}.
   * Nothing is known of a run that is {@code unknown}.
   */
  static StepResults runs(String name, String caseName, String words, Fault... faults) {
    List<RunResults> runs = new ArrayList<>();
    for (String word : words.split(" ")) {
      String[] times = word.split("\\*", 2);
      RunResults run = run(caseName, times[times.length - 1], List.of(faults));
      runs.addAll(Collections.nCopies(times.length == 2 ? Integer.parseInt(times[0]) : 1, run));
    }
    return new StepResults(name, Optional.of("kernel of " + name), runs);
  }

  private static RunResults run(String caseName, String word, List<Fault> faults) {
    return word.equals("unknown")
        ? new RunResults(Set.of(), List.of(), List.of(), Set.of(caseName), true, faults)
        : RunResults.ofAll(List.of(result(caseName, word)), true, faults);
  }

  private static Optional<String> part(String[] parts) {
    return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
  }
}
