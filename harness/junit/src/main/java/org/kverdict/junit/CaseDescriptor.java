// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** A case, or whether a step builds or boots. */
final class CaseDescriptor extends AbstractTestDescriptor {
  private final String name;

  CaseDescriptor(UniqueId group, String className, PresentedTest test) {
    // The display name tells the outcome; the source's name is what reports know the test by.
    super(
        group.append("case", test.name()),
        test.displayName(),
        MethodSource.from(className, test.name()));
    this.name = test.name();
  }

  @Override
  public String getLegacyReportingName() {
    return name;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }
}
