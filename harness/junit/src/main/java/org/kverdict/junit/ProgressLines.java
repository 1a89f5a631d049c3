// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.kverdict.pipeline.RunEvent;
import org.kverdict.pipeline.RunListener;
import org.kverdict.pipeline.Stage;
import org.kverdict.report.VerdictDocument;

/** A run as plain lines, one per stage: a build of minutes must not look like a hang. */
final class ProgressLines implements RunListener {
  private final String plan;
  private final PrintStream out;

  ProgressLines(String plan, PrintStream out) {
    this.plan = plan;
    this.out = out;
  }

  @Override
  public void onEvent(RunEvent event) {
    if (event instanceof RunEvent.Began it && it.stage() == Stage.BUILD) {
      line("building " + it.step().orElse(""));
    } else if (event instanceof RunEvent.Ended it) {
      line(
          String.format(
              Locale.ROOT,
              "%s: %s (%.1f s)",
              stage(it.stage(), it.step()),
              it.detail(),
              it.wall().toMillis() / 1000.0));
    } else if (event instanceof RunEvent.Note it) {
      line(it.text());
    }
  }

  /** The last line: what came of it, and where the evidence is. */
  void verdict(VerdictDocument document, Path file) {
    line(document.verdict() + ": " + document.summary() + " Evidence: " + file);
  }

  private static String stage(Stage stage, Optional<String> step) {
    return stage.word() + step.map(name -> " " + name).orElse("");
  }

  private void line(String text) {
    out.println(plan + ": " + text);
  }
}
