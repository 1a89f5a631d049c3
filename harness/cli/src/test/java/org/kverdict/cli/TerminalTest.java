// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kverdict.report.Style;

class TerminalTest {

  @ParameterizedTest
  @CsvSource({
    "true, xterm, '', true, COLOUR",
    "true, xterm, 1, true, PLAIN",
    "true, dumb, '', false, PLAIN",
    "false, xterm, '', false, PLAIN",
    "false, xterm, 1, false, PLAIN",
  })
  void colours_are_for_terminals_whose_user_wants_them(
      boolean tty, String term, String noColor, boolean interactive, Style style) {
    Terminal terminal = Terminal.of(Map.of("TERM", term, "NO_COLOR", noColor), tty, 80);

    assertThat(terminal.interactive()).isEqualTo(interactive);
    assertThat(terminal.style()).isEqualTo(style);
  }

  @Test
  void no_variables_at_all_are_fine() {
    assertThat(Terminal.of(Map.of(), true, 80).style()).isEqualTo(Style.COLOUR);
  }

  @ParameterizedTest
  @CsvSource({"0, 80", "-1, 80", "10, 40", "60, 60", "200, 200"})
  void a_width_is_usable(int columns, int width) {
    assertThat(Terminal.of(Map.of(), true, columns).width()).isEqualTo(width);
  }
}
