// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.List;
import java.util.Optional;
import org.kverdict.console.Fault;
import org.kverdict.results.CaseResult;

/**
 * What is known of one step.
 *
 * @param name {@code base}, {@code +1}, ...
 * @param kernelHash the hash of the kernel's image; empty if there is no kernel
 * @param cases the cases' results; empty if it never ran
 * @param complete whether the guest ran all it was to run and ended cleanly
 * @param faults what the kernel said about itself
 */
public record StepResults(
    String name,
    Optional<String> kernelHash,
    List<CaseResult> cases,
    boolean complete,
    List<Fault> faults) {
  /** Copies. */
  public StepResults {
    cases = List.copyOf(cases);
    faults = List.copyOf(faults);
  }

  /** The result of a case, if the step has it. */
  public Optional<CaseResult> result(String caseName) {
    return cases.stream().filter(result -> result.name().equals(caseName)).findFirst();
  }
}
