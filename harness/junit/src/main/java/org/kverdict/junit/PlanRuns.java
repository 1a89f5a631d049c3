// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.report.VerdictDocument;

/**
 * The runs of one launcher session: each plan runs once, however many tests ask for it. A run that
 * failed is not tried again either; whoever asks is told the same.
 */
final class PlanRuns {
  private static final List<Object> NAMESPACE = List.of("org.kverdict.junit");

  private final PlanRunner runner;
  private final Map<Run, FutureTask<VerdictDocument>> runs = new ConcurrentHashMap<>();

  /** What makes a run another one. */
  private record Run(Path plan, Settings settings) {}

  PlanRuns(PlanRunner runner) {
    this.runner = runner;
  }

  /** The runs of the session that a request of the platform belongs to. */
  static PlanRuns of(ExecutionRequest request, PlanRunner runner) {
    NamespacedHierarchicalStore<Namespace> store = request.getStore();
    return in(store.getParent().orElse(store), runner);
  }

  /** The runs of the session that a Jupiter test belongs to. */
  static PlanRuns of(ExtensionContext context, PlanRunner runner) {
    return context
        .getStore(
            StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(NAMESPACE.toArray()))
        .getOrComputeIfAbsent(PlanRuns.class, key -> new PlanRuns(runner), PlanRuns.class);
  }

  /** The runs of the session that a store belongs to. */
  static PlanRuns in(NamespacedHierarchicalStore<Namespace> session, PlanRunner runner) {
    return session.getOrComputeIfAbsent(
        Namespace.create(NAMESPACE), PlanRuns.class, key -> new PlanRuns(runner), PlanRuns.class);
  }

  /**
   * A plan's verdict; runs the plan if nobody did, and waits if somebody does.
   *
   * @param plan the plan, as an annotation names it
   */
  VerdictDocument verdict(String plan, Settings settings) {
    Path file = PlanPath.find(plan);
    FutureTask<VerdictDocument> run =
        runs.computeIfAbsent(
            new Run(file, settings),
            key -> new FutureTask<>(() -> runner.run(key.plan(), key.settings())));
    run.run();
    try {
      return run.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("interrupted while " + plan + " was running", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new InfrastructureException(plan + " could not be run: " + e.getCause(), e);
    }
  }
}
