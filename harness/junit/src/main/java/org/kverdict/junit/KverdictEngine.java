// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.io.PrintStream;
import java.util.List;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;

/** The JUnit Platform engine behind {@link VerdictSuite}; JUnit finds it by itself. */
public final class KverdictEngine implements TestEngine {
  static final String ID = "kverdict";

  private static final EngineDiscoveryRequestResolver<TestDescriptor> SUITES =
      EngineDiscoveryRequestResolver.builder()
          .addClassContainerSelectorResolver(SuiteResolver::isSuite)
          .addSelectorResolver(context -> new SuiteResolver(context.getClassNameFilter()))
          .build();

  private final PlanRunner runner;
  private final PrintStream out;

  /** For the JUnit Platform. */
  public KverdictEngine() {
    this(PlanRunner.ofThisHost(), System.out);
  }

  KverdictEngine(PlanRunner runner, PrintStream out) {
    this.runner = runner;
    this.out = out;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    EngineDescriptor engine = new EngineDescriptor(id, "kverdict");
    SUITES.resolve(request, engine);
    return engine;
  }

  @Override
  public void execute(ExecutionRequest request) {
    PlanRuns runs = PlanRuns.of(request, runner);
    Settings settings = Settings.of(request.getConfigurationParameters()::get);
    EngineExecutionListener listener = request.getEngineExecutionListener();
    TestDescriptor engine = request.getRootTestDescriptor();
    listener.executionStarted(engine);
    for (TestDescriptor child : List.copyOf(engine.getChildren())) {
      SuiteDescriptor suite = (SuiteDescriptor) child;
      listener.executionStarted(suite);
      new SuitePresentation(suite, listener, out).present(groups(suite, runs, settings));
      // Never failed itself: Surefire counts tests, not containers of this kind.
      listener.executionFinished(suite, TestExecutionResult.successful());
    }
    listener.executionFinished(engine, TestExecutionResult.successful());
  }

  private static List<TestGroup> groups(SuiteDescriptor suite, PlanRuns runs, Settings settings) {
    try {
      return TestGroup.of(runs.verdict(suite.plan(), settings));
    } catch (RuntimeException e) {
      return List.of(TestGroup.ofFailedRun(suite.getDisplayName(), e));
    }
  }
}
