// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whose stack frame to look at first. */
final class Guilt {
  /** As deep as allocators are. */
  private static final int ALLOCATOR_DEPTH = 16;

  private Guilt() {}

  /**
   * The first function that is no plumbing, of those that the kernel is sure of; of all, if it is
   * sure of none, as without frame pointers or ORC.
   */
  static Optional<String> of(List<Frame> frames, FaultKind kind) {
    List<Frame> certain = new ArrayList<>();
    for (Frame frame : frames) {
      // A call that never returns is the last of its function: what follows that was not called.
      boolean next =
          !certain.isEmpty() && frame.offset().filter(o -> o.startsWith("0x0/")).isPresent();
      if (frame.certain() && !next) {
        certain.add(frame);
      }
    }
    if (certain.size() > 1 || (certain.size() == frames.size())) {
      return first(certain);
    }
    return first(kind == FaultKind.ALLOCATION_FAILURE ? belowAllocator(frames) : frames);
  }

  /** Where none is sure, what an earlier call has left on the stack may stand above the caller. */
  private static List<Frame> belowAllocator(List<Frame> frames) {
    int start = 0;
    for (int i = 0; i < Math.min(frames.size(), ALLOCATOR_DEPTH); i++) {
      if (Plumbing.allocates(Titles.plain(frames.get(i).function()))) {
        start = i + 1;
      }
    }
    return frames.subList(start, frames.size());
  }

  private static Optional<String> first(List<Frame> frames) {
    return frames.stream()
        .map(frame -> Titles.plain(frame.function()))
        .filter(function -> !Plumbing.contains(function))
        .findFirst();
  }

  /** Where all is plumbing: the innermost that does not only report. */
  static Optional<String> innermost(List<Frame> frames) {
    return frames.stream()
        .filter(Frame::certain)
        .map(frame -> Titles.plain(frame.function()))
        .filter(function -> !Plumbing.reports(function))
        .findFirst();
  }
}
