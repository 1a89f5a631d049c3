// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;

/** A step. */
final class GroupDescriptor extends AbstractTestDescriptor {
  private final String className;

  GroupDescriptor(UniqueId suite, TestGroup group) {
    // There is no such class. Without one Surefire drops the results, and the build is green.
    super(suite.append("step", group.label()), group.label(), ClassSource.from(group.className()));
    this.className = group.className();
  }

  /** What a report takes for the class. */
  String className() {
    return className;
  }

  @Override
  public String getLegacyReportingName() {
    return className;
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }
}
