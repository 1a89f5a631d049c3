// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a plan and injects what came of it, as a {@link org.kverdict.report.Results} or a {@link
 * org.kverdict.report.VerdictDocument}, into constructors, life-cycle methods and tests:
 *
 * <pre>{@code
 * @KernelPlan("guest-tests/kcov/kcov-mmap.yaml")
 * class KcovMmapTest {
 *   @Test
 *   void worksWithTheSeries(Results results) {
 *     assertThat(results.at("+2").outcome("kcov/mmap.first_mapping_collects"))
 *         .isEqualTo(Outcome.PASS);
 *   }
 * }
 * }</pre>
 *
 * <p>All classes that name the same plan share one run, also with a {@link VerdictSuite}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KernelPlanExtension.class)
public @interface KernelPlan {

  /** The plan's file, relative to the working folder or else to kverdict's home. */
  String value();
}
