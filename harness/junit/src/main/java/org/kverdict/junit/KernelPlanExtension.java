// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.kverdict.report.Results;
import org.kverdict.report.VerdictDocument;

/** Injects what came of the plan that {@link KernelPlan} names. */
final class KernelPlanExtension implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Results.class || type == VerdictDocument.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    VerdictDocument document =
        PlanRuns.of(context, PlanRunner.ofThisHost())
            .verdict(
                plan(context.getRequiredTestClass()),
                Settings.of(context::getConfigurationParameter));
    return parameter.getParameter().getType() == Results.class ? results(document) : document;
  }

  private static Results results(VerdictDocument document) {
    if (document.steps().isEmpty()) {
      throw new ParameterResolutionException(
          "there are no results: "
              + document.summary()
              + "\n"
              + String.join("\n", document.problems()));
    }
    return new Results(document);
  }

  /** The plan of a class, or of the class that it is nested in. */
  private static String plan(Class<?> testClass) {
    for (@Nullable Class<?> it = testClass; it != null; it = it.getEnclosingClass()) {
      Optional<KernelPlan> found = AnnotationSupport.findAnnotation(it, KernelPlan.class);
      if (found.isPresent()) {
        return found.get().value();
      }
    }
    throw new ParameterResolutionException(
        testClass.getName() + " names no plan: annotate it with @KernelPlan(\"PLAN.yaml\")");
  }
}
