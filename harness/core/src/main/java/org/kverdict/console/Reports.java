// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sorts a log's messages into reports. With CONFIG_PRINTK_CALLER those of one caller make a report,
 * whatever others print in between; without, all that follows the headline does.
 */
final class Reports {
  /** A kernel that warns in a loop: more of the same proves nothing and needs memory. */
  private static final int MOST = 1_000;

  /** More tasks than have a report open at one time; whoever was silent for longest goes. */
  private static final int MOST_CALLERS = 4_096;

  /** So many reports back a stall may be whose stack comes now. */
  private static final int NEAR = 4;

  private static final Pattern CASE = Pattern.compile("^kverdict: case (\\S{1,256})$");

  /** No kernel and no firmware says so before its banner, so there was a boot before. */
  private static final Pattern INIT = Pattern.compile("Run /\\S+ as init process");

  private static final Pattern BACKTRACE = Pattern.compile("NMI backtrace for cpu \\d");
  private static final Pattern ASKED_FOR =
      Pattern.compile(
          "(?:reboot: (?:Restarting system|machine restart|Power down)|sysrq: Resetting"
              + "|kexec(?:_core)?: Starting|Rebooting in \\d)");

  private static final Family REBOOT =
      Family.of(
              FaultKind.REBOOT,
              Role.SITE,
              "Linux version \\d",
              "unexpected reboot",
              Completeness.HEADLINE)
          .ofNoFunction();

  private final List<Report> found = new ArrayList<>();
  private final Map<String, Caller> callers = new RecentCallers();
  private final Caller program = new Caller();
  private Optional<String> caseName = Optional.empty();
  private boolean booted;
  private boolean mayReboot;

  /** Takes the next message. */
  void line(LogLine line) {
    String text = line.text();
    Caller caller = callers.computeIfAbsent(line.caller(), name -> new Caller());
    Matcher begun = CASE.matcher(text);
    Matcher banner = REBOOT.headline().matcher(text);
    if (begun.matches()) {
      caseName = Optional.of(begun.group(1));
      caller.close();
    } else if (banner.lookingAt()) {
      boot(line, banner);
    } else {
      mayReboot |= ASKED_FOR.matcher(text).lookingAt();
      booted |= INIT.matcher(text).lookingAt();
      message(line, caller);
    }
  }

  /** A kernel begins: what was open stays unfinished. */
  private void boot(LogLine line, Matcher banner) {
    callers.clear();
    boolean before = booted || caseName.isPresent();
    booted = true;
    if (before && !mayReboot) {
      Headline headline = new Headline(REBOOT, banner.toMatchResult(), Optional.empty());
      open(headline, line, new Caller());
    }
    mayReboot = false;
  }

  /**
   * Takes a line that is not the kernel's. One of its reports comes this way: what kmemleak found
   * is a file, which a program has to print.
   */
  void program(LogLine line) {
    boolean leak = line.text().startsWith("unreferenced object 0x");
    Optional<Headline> headline = leak ? Families.headline(line.text()) : Optional.empty();
    if (headline.isPresent()) {
      open(headline.get(), line, program);
    } else {
      program.message(line.text());
    }
  }

  private void message(LogLine line, Caller caller) {
    Optional<Headline> headline = Families.headline(line.text());
    if (headline.isPresent()) {
      headline(headline.get(), line, caller);
      return;
    }
    if (BACKTRACE.matcher(line.text()).lookingAt()) {
      // Another processor answers whoever reports a stall, and prints as it likes.
      stalled().ifPresent(caller::report);
    }
    caller.message(line.text());
  }

  private void headline(Headline headline, LogLine line, Caller caller) {
    Optional<Report> whole =
        headline.family().role() == Role.PANIC
            ? cause(line.text(), caller)
            : caller.current().filter(report -> report.continuesWith(headline));
    mayReboot |= headline.family().role() == Role.PANIC;
    if (whole.isPresent()) {
      whole.get().add(headline, line.text());
      caller.report(whole.get());
    } else {
      open(headline, line, caller);
    }
  }

  private void open(Headline headline, LogLine line, Caller caller) {
    if (found.size() >= MOST) {
      caller.close();
      return;
    }
    Report report = new Report(headline, line, caller.preface(), caseName);
    report.add(line.text());
    caller.report(report);
    found.add(report);
  }

  /**
   * The report from which a panic follows: the caller's own or, where another may panic for it, the
   * latest of all.
   */
  private Optional<Report> cause(String panic, Caller caller) {
    Optional<Report> latest =
        found.isEmpty() || !Consequences.mayFollowAnother(panic)
            ? Optional.empty()
            : Optional.of(found.get(found.size() - 1));
    return caller.recent().or(() -> latest).filter(r -> Consequences.follows(panic, r));
  }

  /** The latest stall, if its stack is still to come; another report may have come in between. */
  private Optional<Report> stalled() {
    for (int i = found.size() - 1; i >= Math.max(0, found.size() - NEAR); i--) {
      if (found.get(i).isStall()) {
        return Optional.of(found.get(i)).filter(report -> !report.hasStack());
      }
    }
    return Optional.empty();
  }

  /** The faults, in the order of their headlines. */
  List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    Aftermath aftermath = new Aftermath();
    boolean leaks = found.stream().anyMatch(Report::isLeak);
    for (Report report : found) {
      boolean counted = leaks && report.isLeakCount();
      if (!aftermath.has(report) && !counted) {
        faults.add(report.fault());
      }
    }
    return faults;
  }

  private static final class RecentCallers extends LinkedHashMap<String, Caller> {
    private static final long serialVersionUID = 1;

    RecentCallers() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Caller> eldest) {
      return size() > MOST_CALLERS;
    }
  }
}
