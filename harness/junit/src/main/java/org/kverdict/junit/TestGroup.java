// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kverdict.report.ExitCode;
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
    for (VerdictDocument.Step step : document.steps()) {
      groups.add(
          new TestGroup(
              step.name(),
              document.name() + "." + step.name(),
              distinct(Judgement.of(document, step).stream().map(PresentedTest::of).toList())));
    }
    boolean failureShown =
        groups.stream().flatMap(group -> group.tests().stream()).anyMatch(PresentedTest::failed);
    // Whatever no step answers for must fail the build nevertheless.
    if (!failureShown && document.exitCode() != ExitCode.OK) {
      groups.add(ofWhole(document));
    }
    return groups;
  }

  /** A run that came to no verdict. */
  static TestGroup ofFailedRun(String plan, RuntimeException failure) {
    return new TestGroup(plan, plan, List.of(PresentedTest.broken("runs", failure)));
  }

  private static TestGroup ofWhole(VerdictDocument document) {
    boolean applied = document.exitCode() != ExitCode.SERIES_REFUSED;
    String reason =
        document.verdict()
            + ": "
            + document.summary()
            + "\n"
            + String.join("\n", document.problems());
    return new TestGroup(
        document.name(),
        document.name(),
        List.of(
            PresentedTest.of(
                new Judgement(
                    applied ? "verdict" : "applies",
                    Judgement.Kind.FAILED,
                    reason.strip(),
                    Optional.empty(),
                    0))));
  }

  /** Two new faults are both called "kernel log": reports would keep one of them. */
  private static List<PresentedTest> distinct(List<PresentedTest> tests) {
    Map<String, Integer> seen = new HashMap<>();
    return tests.stream()
        .map(
            test -> {
              int count = seen.merge(test.name(), 1, Integer::sum);
              return count == 1 ? test : test.renamed(test.name() + " " + count);
            })
        .toList();
  }
}
