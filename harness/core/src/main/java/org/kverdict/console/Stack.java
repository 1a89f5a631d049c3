// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/**
 * A stack of a report.
 *
 * @param frames innermost first
 * @param whole whether its outermost frame, or something after it, was seen
 * @param own how many of the frames are not of what an interrupt or a trap came upon
 */
record Stack(List<Frame> frames, boolean whole, int own) {

  Stack {
    frames = List.copyOf(frames);
  }

  /** Those to blame for a report: whoever was only interrupted by it is an accident. */
  List<Frame> ownFrames() {
    return frames.subList(0, Math.min(own, frames.size()));
  }
}
