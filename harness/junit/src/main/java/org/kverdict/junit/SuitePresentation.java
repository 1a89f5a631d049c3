// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.io.PrintStream;
import java.util.List;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;

/** Tells JUnit of a suite's tests, which are known by now, results included. */
final class SuitePresentation {
  private final SuiteDescriptor suite;
  private final EngineExecutionListener listener;
  private final PrintStream out;

  /**
   * @param out what a test prints here, Surefire puts beside its result
   */
  SuitePresentation(SuiteDescriptor suite, EngineExecutionListener listener, PrintStream out) {
    this.suite = suite;
    this.listener = listener;
    this.out = out;
  }

  void present(List<TestGroup> groups) {
    for (TestGroup group : groups) {
      GroupDescriptor descriptor = new GroupDescriptor(suite.getUniqueId(), group);
      suite.addChild(descriptor);
      listener.dynamicTestRegistered(descriptor);
      listener.executionStarted(descriptor);
      group.tests().forEach(test -> present(descriptor, test));
      listener.executionFinished(descriptor, TestExecutionResult.successful());
    }
  }

  private void present(GroupDescriptor group, PresentedTest test) {
    CaseDescriptor descriptor = new CaseDescriptor(group.getUniqueId(), group.className(), test);
    group.addChild(descriptor);
    listener.dynamicTestRegistered(descriptor);
    listener.executionStarted(descriptor);
    test.outcome()
        .ifPresent(
            outcome ->
                listener.reportingEntryPublished(descriptor, ReportEntry.from("outcome", outcome)));
    test.output()
        .ifPresent(text -> out.println(group.getDisplayName() + " " + test.name() + ": " + text));
    listener.executionFinished(descriptor, test.result());
  }
}
