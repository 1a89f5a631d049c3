// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kverdict.report.Judgement;
import org.kverdict.report.VerdictDocument;

/**
 * Tests that are shown together: a step, or the series as a whole.
 *
 * @param label the step's name, or that of the run
 * @param className what a report takes for the class, as in {@code kcov-mmap.base}
 * @param tests the tests; each has its own name
 */
record TestGroup(String label, String className, List<PresentedTest> tests) {
  /** Copies. */
  TestGroup {
    tests = List.copyOf(tests);
  }

  /** All that a verdict says: its steps, and whatever speaks against it beside them. */
  static List<TestGroup> of(VerdictDocument document) {
    List<TestGroup> groups = new ArrayList<>();
    document.steps().forEach(step -> groups.add(ofStep(document, step)));
    // Whatever no step answers for must fail the build nevertheless.
    Judgement.ofWhole(document).ifPresent(whole -> groups.add(ofWhole(document, whole)));
    return groups;
  }

  /** A run that came to no verdict. */
  static TestGroup ofFailedRun(String plan, RuntimeException failure) {
    return new TestGroup(plan, plan, List.of(PresentedTest.broken("runs", failure)));
  }

  private static TestGroup ofStep(VerdictDocument document, VerdictDocument.Step step) {
    String className = document.name() + "." + step.name();
    return new TestGroup(
        step.name(), className, present(step.name(), Judgement.of(document, step)));
  }

  private static TestGroup ofWhole(VerdictDocument document, Judgement whole) {
    return new TestGroup(
        document.name(), document.name(), present(document.name(), List.of(whole)));
  }

  /** Two new faults are both called "kernel log": reports would keep one of them. */
  private static List<PresentedTest> present(String place, List<Judgement> judgements) {
    Map<String, Integer> seen = new HashMap<>();
    return judgements.stream()
        .map(
            judgement -> {
              int count = seen.merge(judgement.name(), 1, Integer::sum);
              PresentedTest test = PresentedTest.of(place, judgement);
              return count == 1 ? test : test.renamed(test.name() + " " + count);
            })
        .toList();
  }
}
