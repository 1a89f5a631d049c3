// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

  /** The cases that any run was to run, as far as their names are known, in order. */
  public Set<String> cases() {
    Set<String> names = new LinkedHashSet<>();
    for (RunResults run : runs) {
      Stream.concat(run.cases().stream(), run.doubtful().stream())
          .forEach(result -> names.add(result.name()));
      names.addAll(run.missing());
    }
    return names;
  }

  /** Whether no run came as far as its first case. */
  boolean neverRan() {
    return runs.stream().allMatch(run -> run.cases().isEmpty() && run.doubtful().isEmpty());
  }

  /** Whether there is a kernel, and it came to its tests: only then it can be free of a fault. */
  boolean wasObserved() {
    return kernelHash.isPresent() && !neverRan();
  }

  /** In how many guests it ran. */
  int guests() {
    return runs.stream().mapToInt(RunResults::guests).sum();
  }

  /** Whether both steps boot the same binary. */
  boolean isSameKernel(StepResults other) {
    return kernelHash.isPresent() && kernelHash.equals(other.kernelHash);
  }
}
