// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.kverdict.results.CaseResult;

/**
 * What is known of one step.
 *
 * @param name {@code base}, {@code +1}, ...
 * @param kernelHash the hash of the kernel's image; empty if there is no kernel
 * @param runs its runs, in order; none if it was never booted
 */
public record StepResults(String name, Optional<String> kernelHash, List<RunResults> runs) {
  /** Copies. */
  public StepResults {
    runs = List.copyOf(runs);
  }

  /** The cases of which any run told, in order. */
  public Set<String> cases() {
    Set<String> names = new LinkedHashSet<>();
    runs.stream()
        .flatMap(run -> Stream.concat(run.cases().stream(), run.doubtful().stream()))
        .forEach(result -> names.add(result.name()));
    return names;
  }

  /** Whether no run came as far as its first case. */
  boolean neverRan() {
    return runs.stream().allMatch(run -> run.cases().isEmpty() && run.doubtful().isEmpty());
  }

  /** Whether both steps boot the same binary. */
  boolean isSameKernel(StepResults other) {
    return kernelHash.isPresent() && kernelHash.equals(other.kernelHash);
  }

  boolean has(String caseName) {
    return runs.stream().anyMatch(run -> run.mentions(caseName));
  }

  /** A case in the runs that were to run it. */
  Observations observations(String caseName) {
    List<RunResults> covering = runs.stream().filter(run -> run.covers(caseName)).toList();
    boolean anyBeyondDoubt = covering.stream().anyMatch(run -> run.known(caseName).isPresent());
    return new Observations(
        covering.stream()
            .map(run -> anyBeyondDoubt ? run.known(caseName) : run.knownAtAll(caseName))
            .toList());
  }

  /** The results of a case after the kernel had faulted. */
  List<CaseResult> doubtful(String caseName) {
    return runs.stream()
        .flatMap(run -> run.doubtful().stream())
        .filter(result -> result.name().equals(caseName))
        .toList();
  }

  /** What stands for the case where nothing is known of it: a result that is lost. */
  Optional<CaseResult> lost(String caseName) {
    return runs.stream()
        .flatMap(run -> run.cases().stream())
        .filter(result -> result.name().equals(caseName))
        .findFirst();
  }
}
