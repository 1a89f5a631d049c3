// SPDX-License-Identifier: Apache-2.0
/**
 * Plans as JUnit tests: {@link org.kverdict.junit.VerdictSuite} shows a plan's steps and cases as
 * tests, {@link org.kverdict.junit.KernelPlan} injects a plan's results into ordinary tests.
 *
 * <p>Settings are JUnit configuration parameters, and so system properties as well:
 *
 * <ul>
 *   <li>{@code kverdict.out}: the folder that receives the evidence, in a folder per plan; {@code
 *       target/kverdict} if it is not set.
 *   <li>{@code kverdict.source}: the tree, in place of the one that the plan names.
 *   <li>{@code kverdict.replay}: a folder with the {@code verdict.json} of an earlier run; it is
 *       presented, and nothing is built or booted.
 * </ul>
 */
@NullMarked
package org.kverdict.junit;

import org.jspecify.annotations.NullMarked;
