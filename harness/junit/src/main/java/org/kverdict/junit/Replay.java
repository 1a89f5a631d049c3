// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.report.VerdictDocument;
import org.kverdict.report.VerdictJson;

/** The verdict of an earlier run, in place of a run. */
final class Replay {
  private static final String VERDICT = "verdict.json";

  private Replay() {}

  /**
   * Reads a plan's verdict.
   *
   * @param folder what an earlier run left its evidence in: one plan's, or a folder per plan
   * @param plan the plan's file
   * @throws UsageException if there is no verdict, or that of another plan
   */
  static VerdictDocument read(Path folder, Path plan) {
    String name = PlanPath.stem(plan);
    Path ofThisPlan = folder.resolve(name).resolve(VERDICT).toAbsolutePath();
    if (Files.isRegularFile(ofThisPlan)) {
      return parse(ofThisPlan);
    }
    Path alone = folder.resolve(VERDICT).toAbsolutePath();
    if (!Files.isRegularFile(alone)) {
      throw new UsageException(
          "there is no verdict to replay: neither "
              + ofThisPlan
              + " nor "
              + alone
              + ". Let kverdict.replay name a folder that a run left its evidence in.");
    }
    VerdictDocument document = parse(alone);
    if (!document.name().equals(name)) {
      throw new UsageException(
          alone + " is the verdict of \"" + document.name() + "\", not of \"" + name + "\"");
    }
    return document;
  }

  private static VerdictDocument parse(Path file) {
    try {
      return VerdictJson.read(Files.readString(file));
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read the verdict", file, e);
    }
  }
}
