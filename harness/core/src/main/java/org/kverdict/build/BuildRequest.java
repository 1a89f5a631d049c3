// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import org.kverdict.kconfig.MergedFragments;
import org.kverdict.source.Tree;

/**
 * What the steps of a run have in common.
 *
 * @param tree the unpatched tree
 * @param config what is asked of its configuration
 * @param target the architecture
 * @param toolchain what builds it
 * @param jobs how many compilers may run at a time
 */
public record BuildRequest(
    Tree tree, MergedFragments config, Target target, Toolchain toolchain, int jobs) {
  /** Checks. */
  public BuildRequest {
    if (jobs < 1 || jobs > 1024) {
      throw new IllegalArgumentException("bad job count " + jobs + ": want 1 to 1024");
    }
  }
}
