// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.kverdict.pipeline.RunEvent;
import org.kverdict.pipeline.RunListener;
import org.kverdict.pipeline.Stage;

/**
 * Shows a run as it goes: a line per stage that ended, and on a terminal a last line with what is
 * under way and for how long.
 */
final class Progress implements RunListener, AutoCloseable {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final Terminal terminal;
  private final long start = System.nanoTime();
  private final Map<String, Activity> underWay = new LinkedHashMap<>();
  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "kverdict-progress");
            thread.setDaemon(true);
            return thread;
          });

  /** Something under way. */
  private record Activity(String what, long since, String detail) {}

  Progress(PrintWriter out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
    if (terminal.interactive()) {
      Future<?> unused = ticks.scheduleAtFixedRate(this::tick, 200, 200, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public synchronized void onEvent(RunEvent event) {
    if (event instanceof RunEvent.Began it) {
      String what = describe(it.stage()) + it.step().map(s -> " " + s).orElse("");
      underWay.put(
          key(it.stage(), it.step().orElse("")), new Activity(what, System.nanoTime(), ""));
      // A reader of a log must see what a long silence is about.
      if (!terminal.interactive() && isLong(it.stage())) {
        line(what);
      }
    } else if (event instanceof RunEvent.Ended it) {
      underWay.remove(key(it.stage(), it.step().orElse("")));
      line(
          String.format(
              Locale.ROOT,
              "%-7s%-5s %7.1f s  %s",
              it.stage().word(),
              it.step().orElse(""),
              it.wall().toMillis() / 1000.0,
              it.detail()));
    } else if (event instanceof RunEvent.Note it) {
      line(it.text());
    } else if (event instanceof RunEvent.CaseBegan it) {
      underWay.computeIfPresent(
          key(Stage.BOOT, it.step()), (k, a) -> new Activity(a.what(), a.since(), it.caseName()));
    }
  }

  private static boolean isLong(Stage stage) {
    return stage == Stage.BUILD || stage == Stage.SOURCE;
  }

  private static String key(Stage stage, String step) {
    return stage + " " + step;
  }

  private static String describe(Stage stage) {
    return switch (stage) {
      case SOURCE -> "fetching the tree";
      case SERIES -> "applying the series";
      case GUEST -> "preparing the guest";
      case BUILD -> "building";
      case BOOT -> "booting";
      case REPEAT -> "repeating";
    };
  }

  private void line(String text) {
    out.print((terminal.interactive() ? CLEAR_LINE : "") + clip(text) + "\n");
    out.flush();
  }

  private synchronized void tick() {
    long now = System.nanoTime();
    String status =
        underWay.values().stream()
            .map(
                a ->
                    a.what()
                        + " "
                        + clock(now - a.since())
                        + (a.detail().isEmpty() ? "" : " " + a.detail()))
            .collect(Collectors.joining(", "));
    if (!status.isEmpty()) {
      String text = clip(clock(now - start) + "  " + status);
      out.print(CLEAR_LINE + terminal.style().faint(text));
      out.flush();
    }
  }

  private String clip(String text) {
    boolean fits = text.length() < terminal.width() || !terminal.interactive();
    return fits ? text : text.substring(0, terminal.width() - 2) + "…";
  }

  private static String clock(long nanos) {
    Duration d = Duration.ofNanos(nanos);
    return String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    synchronized (this) {
      if (terminal.interactive()) {
        out.print(CLEAR_LINE);
        out.flush();
      }
    }
  }
}
