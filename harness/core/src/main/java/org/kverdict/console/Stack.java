// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/**
 * A stack of a report.
 *
 * @param frames innermost first
 * @param whole whether its outermost frame, or something after it, was seen
 */
record Stack(List<Frame> frames, boolean whole) {
  static final Stack NONE = new Stack(List.of(), false);

  Stack {
    frames = List.copyOf(frames);
  }
}
