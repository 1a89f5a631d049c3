// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.nio.file.Path;
import org.kverdict.report.VerdictDocument;

/** The canned verdicts of a plan, by what is the matter with them. */
final class Sample {
  static final String PLAN = "src/test/verdicts/sample.yaml";

  private Sample() {}

  /** A folder that can be replayed. */
  static Path folder(String matter) {
    return Path.of("src/test/verdicts", matter);
  }

  static VerdictDocument verdict(String matter) {
    return Replay.read(folder(matter), Path.of(PLAN));
  }

  /** What an author of tests writes. */
  @VerdictSuite(PLAN)
  static final class Suite {}
}
