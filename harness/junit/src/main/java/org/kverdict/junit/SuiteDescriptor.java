// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.nio.file.Path;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** A class with {@link VerdictSuite}; what is in it is known after the run only. */
final class SuiteDescriptor extends AbstractTestDescriptor {
  static final String SEGMENT = "suite";

  private final String plan;

  SuiteDescriptor(UniqueId parent, Class<?> suite, String plan) {
    // Surefire puts all tests below a class into that class's one file, so that nobody could tell
    // the steps apart; and it never runs a class that no descriptor names. A method's source names
    // the class and opens no file.
    super(
        parent.append(SEGMENT, suite.getName()),
        PlanPath.stem(Path.of(plan)),
        MethodSource.from(suite.getName(), PlanPath.stem(Path.of(plan))));
    this.plan = plan;
  }

  /** The plan, as the annotation names it. */
  String plan() {
    return plan;
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public boolean mayRegisterTests() {
    return true;
  }
}
