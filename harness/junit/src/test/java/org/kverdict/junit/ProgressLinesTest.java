// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kverdict.pipeline.RunEvent;
import org.kverdict.pipeline.Stage;

class ProgressLinesTest {

  @Test
  void line_for_what_takes_long_and_for_what_has_ended() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ProgressLines lines =
        new ProgressLines("sample", new PrintStream(text, true, StandardCharsets.UTF_8));

    lines.onEvent(new RunEvent.Began(Stage.SERIES, Optional.empty()));
    lines.onEvent(new RunEvent.Began(Stage.BUILD, Optional.of("+1")));
    lines.onEvent(
        new RunEvent.Ended(Stage.BUILD, Optional.of("+1"), Duration.ofMillis(7370), "d1388dd1"));
    lines.onEvent(new RunEvent.CaseBegan("+1", "demo/a.b"));
    lines.onEvent(new RunEvent.Note("waiting for another run"));
    lines.verdict(Sample.verdict("fixed"), Path.of("out/verdict.json"));

    assertThat(text.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "sample: building +1",
            "sample: build +1: d1388dd1 (7.4 s)",
            "sample: waiting for another run",
            "sample: changed: 1 fixed, 1 changed, 0 regressed, 3 same. As the plan expects."
                + " Evidence: out/verdict.json");
  }
}
