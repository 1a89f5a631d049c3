// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * Presents a plan as tests: the plan, its steps, and in each step whether it builds, whether it
 * boots, and its cases. The class itself stays empty:
 *
 * <pre>{@code
 * @VerdictSuite("guest-tests/kcov/kcov-mmap.yaml")
 * class KcovMmapPlanTest {}
 * }</pre>
 *
 * <p>A test fails for what speaks against the series: a regression, an expectation that is not met,
 * a step that does not build or boot, a series that does not apply. A case that fails without the
 * series, and that the plan expects it to fix, passes. A case that fails with and without the
 * series alike is aborted, which reports show as skipped.
 */
@Documented
@Testable
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface VerdictSuite {

  /** The plan's file, relative to the working folder or else to kverdict's home. */
  String value();
}
