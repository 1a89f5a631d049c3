// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.kverdict.report.Judgement;
import org.kverdict.report.Printable;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * A test as JUnit is to see it.
 *
 * @param name the same in every run, whatever comes of it
 * @param outcome what came of it, in one line; empty for a plain pass
 * @param output what is shown beside the result
 * @param result for JUnit
 */
record PresentedTest(
    String name, Optional<String> outcome, Optional<String> output, TestExecutionResult result) {
  private static final String PLAIN_PASS = "pass";

  /**
   * A judgement as a test.
   *
   * @param place where it was reached, as in {@code base}
   */
  static PresentedTest of(String place, Judgement judgement) {
    String name = Printable.line(judgement.name());
    String reason = Printable.lines(judgement.reason());
    Optional<String> outcome = reason.lines().findFirst().filter(line -> !line.equals(PLAIN_PASS));
    Optional<String> output = judgement.output().map(text -> Printable.lines(text).strip());
    return switch (judgement.kind()) {
      case PASSED ->
          new PresentedTest(
              name,
              outcome,
              outcome.isPresent() ? together(reason, output) : Optional.empty(),
              TestExecutionResult.successful());
      case FAILED ->
          // Maven's summary shows the message alone, and so the message names the test.
          new PresentedTest(
              name,
              outcome,
              output,
              TestExecutionResult.failed(
                  withoutTrace(new AssertionFailedError(place + " " + name + ": " + reason))));
      case NOT_JUDGED ->
          new PresentedTest(
              name,
              outcome,
              output,
              TestExecutionResult.aborted(withoutTrace(new TestAbortedException(reason))));
    };
  }

  /** A test that could not be. */
  static PresentedTest broken(String name, RuntimeException failure) {
    return new PresentedTest(
        name, Optional.empty(), Optional.empty(), TestExecutionResult.failed(failure));
  }

  boolean failed() {
    return result.getStatus() == TestExecutionResult.Status.FAILED;
  }

  PresentedTest renamed(String other) {
    return new PresentedTest(other, outcome, output, result);
  }

  /** The name, and what came of it. */
  String displayName() {
    return outcome.map(it -> name + ": " + it).orElse(name);
  }

  /** The harness's own stack says nothing of a guest's failure. */
  private static <T extends Throwable> T withoutTrace(T failure) {
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }

  private static Optional<String> together(String reason, Optional<String> output) {
    // An assertion's text is the reason and the end of the output.
    return Optional.of(
        output.filter(it -> !reason.contains(it)).map(it -> reason + "\n" + it).orElse(reason));
  }
}
