// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A task or processor that prints: its reports come one after the other. */
final class Caller {
  /** So many messages after its last frame nothing belongs to a report any more. */
  private static final int PATIENCE = 120;

  private static final int PREFACE_LINES = 4;

  /** It stands before most reports, and after some. */
  private static final Pattern OPENING = Pattern.compile("^-+\\[ cut here ]-+$|^={20,}$");

  private final Deque<String> preface = new ArrayDeque<>();
  private Optional<Report> last = Optional.empty();
  private boolean open;
  private int silence;

  /** The report that goes on. */
  Optional<Report> current() {
    return last.filter(report -> open);
  }

  /** The report that it has made most recently, unless that is long ago. */
  Optional<Report> recent() {
    return last;
  }

  /** What stands above a headline and belongs to it. */
  List<String> preface() {
    return List.copyOf(preface);
  }

  /** Goes on, from here, with this report. */
  void report(Report report) {
    last = Optional.of(report);
    open = true;
    silence = 0;
    preface.clear();
  }

  /** What follows is no part of its report. */
  void close() {
    open = false;
  }

  /** Takes a message that is no headline. */
  void message(String text) {
    if (OPENING.matcher(text).matches()) {
      current().ifPresent(report -> report.add(text));
      open &= !current().map(Report::hasStack).orElse(false);
      preface.clear();
      preface.add(text);
      return;
    }
    if (!preface.isEmpty() && preface.size() < PREFACE_LINES) {
      preface.add(text);
    }
    Optional<Report> report = current();
    if (report.isPresent() && report.get().add(text)) {
      silence = 0;
    } else if (++silence > PATIENCE) {
      open = false;
      last = Optional.empty();
    }
  }
}
