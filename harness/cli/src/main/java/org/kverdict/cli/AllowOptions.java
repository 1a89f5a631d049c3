// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kverdict.plan.PlanFile;
import picocli.CommandLine.Option;

/** A fault that is not to be held against the series; may be given more than once. */
final class AllowOptions {
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  @Option(
      names = "--allow",
      required = true,
      paramLabel = "KIND",
      description =
          "A kind of fault that is not held against the series, as in \"warning\"; once for each.")
  private String kind;

  @SuppressWarnings("NullAway.Init") // picocli sets it.
  @Option(
      names = "--allow-because",
      required = true,
      paramLabel = "REASON",
      description = "Why; goes into the verdict.")
  private String reason;

  @Option(
      names = "--allow-title",
      paramLabel = "GLOB",
      defaultValue = "*",
      description = "Only with such a title, as in \"WARNING in kcov_*\".")
  private String title = "*";

  @Option(
      names = "--allow-in",
      split = ",",
      paramLabel = "CASE",
      description = "Only in these cases, as in kcov/init.*.")
  private @Nullable List<String> cases;

  PlanFile.Allow toPlan() {
    return new PlanFile.Allow(kind, title, cases, reason);
  }
}
