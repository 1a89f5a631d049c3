// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * How plans are carried out.
 *
 * @param out receives the evidence, in a folder per plan
 * @param source the tree, in place of the one that a plan names
 * @param replay where earlier verdicts are that are presented in place of a run
 */
record Settings(Path out, Optional<String> source, Optional<Path> replay) {

  /**
   * @param parameters a configuration parameter by its name, if it is set
   */
  static Settings of(Function<String, Optional<String>> parameters) {
    return new Settings(
        Path.of(parameters.apply("kverdict.out").orElse("target/kverdict")),
        parameters.apply("kverdict.source"),
        parameters.apply("kverdict.replay").map(Path::of));
  }
}
