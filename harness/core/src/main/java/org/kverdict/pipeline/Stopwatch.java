// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kverdict.report.VerdictDocument;

/** Times the stages of a run and tells the listener of them. */
final class Stopwatch {
  private final long start = System.nanoTime();
  private final RunListener listener;
  private final List<VerdictDocument.Timing> timings = new ArrayList<>();

  Stopwatch(RunListener listener) {
    this.listener = listener;
  }

  /** Runs a stage that belongs to no step. */
  <T> T time(Stage stage, Function<T, String> detail, Supplier<T> work) {
    return time(stage, Optional.empty(), detail, work);
  }

  /** Runs a stage of a step. */
  <T> T time(Stage stage, String step, Function<T, String> detail, Supplier<T> work) {
    return time(stage, Optional.of(step), detail, work);
  }

  private <T> T time(
      Stage stage, Optional<String> step, Function<T, String> detail, Supplier<T> work) {
    emit(new RunEvent.Began(stage, step));
    long begin = System.nanoTime();
    T result = work.get();
    Duration wall = Duration.ofNanos(System.nanoTime() - begin);
    synchronized (timings) {
      timings.add(
          new VerdictDocument.Timing(
              stage.word(), step, seconds(begin - start), seconds(wall.toNanos())));
    }
    emit(new RunEvent.Ended(stage, step, wall, detail.apply(result)));
    return result;
  }

  void note(String text) {
    emit(new RunEvent.Note(text));
  }

  synchronized void emit(RunEvent event) {
    listener.onEvent(event);
  }

  /** All stages so far, in the order of their beginning, and the whole. */
  List<VerdictDocument.Timing> timings() {
    synchronized (timings) {
      List<VerdictDocument.Timing> all = new ArrayList<>(timings);
      all.sort(Comparator.comparingDouble(VerdictDocument.Timing::start));
      all.add(
          new VerdictDocument.Timing(
              "total", Optional.empty(), 0, seconds(System.nanoTime() - start)));
      return all;
    }
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1e3;
  }
}
