// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.nio.file.Path;
import java.util.Optional;
import org.kverdict.pipeline.Pipeline;
import org.kverdict.plan.Home;
import org.kverdict.plan.Plan;
import org.kverdict.plan.PlanFile;
import org.kverdict.plan.PlanReader;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.Supervision;
import org.kverdict.report.VerdictDocument;
import org.kverdict.store.Store;

/** A run on this host: real builds, real boots. */
final class HostRun {
  private HostRun() {}

  static VerdictDocument run(Path file, Settings settings) {
    Home home = Home.locate();
    Plan plan = new PlanReader(home).read(Optional.of(file), overrides(settings));
    String name = PlanPath.stem(file);
    Path out = settings.out().resolve(name).toAbsolutePath().normalize();
    ProgressLines lines = new ProgressLines(name, System.out);
    VerdictDocument document =
        new Pipeline(
                new HostProcesses(Supervision.probe()),
                Store.open(Store.defaultRoot(System.getenv())),
                home,
                lines)
            .run(plan, out);
    lines.verdict(document, out.resolve("verdict.json"));
    return document;
  }

  private static PlanFile overrides(Settings settings) {
    return PlanFile.ofSource(settings.source().orElse(null));
  }
}
