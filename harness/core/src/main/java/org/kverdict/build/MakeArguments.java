// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command lines of {@code make}, and the environment in which they give the same kernel. */
public final class MakeArguments {
  private final Path source;
  private final Path output;
  private final Target target;

  /**
   * @param source the tree
   * @param output the folder for everything that is built ({@code O=})
   * @param target the architecture
   */
  public MakeArguments(Path source, Path output, Target target) {
    this.source = source;
    this.output = output;
    this.target = target;
  }

  /** The smallest configuration that the tree offers. */
  public List<String> tinyconfig() {
    return make(List.of(), "tinyconfig");
  }

  /** Completes a {@code .config} with defaults and drops what its dependencies do not allow. */
  public List<String> olddefconfig() {
    return make(List.of(), "olddefconfig");
  }

  /**
   * Builds the image.
   *
   * @param jobs how many compilers may run at a time
   */
  public List<String> image(int jobs) {
    return make(List.of("-j" + jobs), target.makeTarget());
  }

  private List<String> make(List<String> options, String goal) {
    List<String> all = new ArrayList<>(List.of("make", "-C", source.toString(), "O=" + output));
    all.add("ARCH=" + target.arch());
    // Set and empty: otherwise a tree inside a git repository gets a "+" in its version.
    all.add("LOCALVERSION=");
    all.addAll(options);
    all.add(goal);
    return List.copyOf(all);
  }

  /**
   * The variables that {@code make} sees: no compiler flags of the user's, and fixed answers
   * wherever a kernel records who built it when (Documentation/kbuild/reproducible-builds.rst).
   *
   * @param harness the harness's own environment, of which the places of programs are kept
   * @param temporary where compilers write what they need meanwhile; one that is killed leaves it
   */
  public static Map<String, String> environment(Map<String, String> harness, Path temporary) {
    Map<String, String> all = new TreeMap<>();
    for (String kept : List.of("PATH", "HOME")) {
      if (harness.containsKey(kept)) {
        all.put(kept, harness.get(kept));
      }
    }
    all.put("TMPDIR", temporary.toString());
    all.put("LC_ALL", "C");
    all.put("KBUILD_BUILD_USER", "kverdict");
    all.put("KBUILD_BUILD_HOST", "kverdict");
    all.put("KBUILD_BUILD_TIMESTAMP", "1970-01-01 00:00:00 +0000");
    all.put("KBUILD_BUILD_VERSION", "1");
    return all;
  }
}
