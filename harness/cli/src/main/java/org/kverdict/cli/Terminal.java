// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.util.Map;
import org.kverdict.report.Style;

/**
 * Where the output goes.
 *
 * @param interactive whether a person sees it as it comes
 * @param style with colours or without
 * @param width how many columns there are
 */
record Terminal(boolean interactive, Style style, int width) {
  private static final int DEFAULT_WIDTH = 80;
  private static final int LEAST_WIDTH = 40;

  /** The launcher knows whether standard output is a terminal; Java 17 alone does not. */
  static Terminal ofThisProcess() {
    return of(
        System.getenv(),
        Boolean.getBoolean("kverdict.tty"),
        Integer.getInteger("kverdict.columns", DEFAULT_WIDTH));
  }

  static Terminal of(Map<String, String> environment, boolean tty, int columns) {
    boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
    boolean noColour = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(
        tty && !dumb,
        tty && !dumb && !noColour ? Style.COLOUR : Style.PLAIN,
        columns <= 0 ? DEFAULT_WIDTH : Math.max(columns, LEAST_WIDTH));
  }
}
