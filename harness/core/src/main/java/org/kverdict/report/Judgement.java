// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an outcome at a step says of the series, for readers who know passed and failed only.
 *
 * @param name the case, or {@code builds}, {@code boots}
 * @param kind what it is for such a reader
 * @param reason the outcome, and why it counts as it does
 * @param output what the case printed
 * @param seconds how long it took
 */
public record Judgement(
    String name, Kind kind, String reason, Optional<String> output, double seconds) {

  /** For readers who know passed and failed only. */
  public enum Kind {
    /** Nothing speaks against the series. */
    PASSED,
    /** A regression, an expectation that is not met, a step that does not build or boot. */
    FAILED,
    /** It was skipped, or fails with and without the series alike. */
    NOT_JUDGED
  }

  /** The judgements of one step: whether it builds, whether it boots, then its cases. */
  public static List<Judgement> of(VerdictDocument document, VerdictDocument.Step step) {
    List<Judgement> all = new ArrayList<>();
    boolean built = step.build().equals("built") || step.build().equals("cached");
    all.add(stage("builds", built, step.build() + "\n" + String.join("\n", step.buildErrors())));
    if (built) {
      all.add(
          stage("boots", step.boot().equals("finished"), step.bootDetail().orElse(step.boot())));
    }
    for (VerdictDocument.Case it : document.cases()) {
      if (it.outcomes().containsKey(step.name())) {
        all.add(judge(document, step, it));
      }
    }
    if (isLast(document, step)) {
      for (String unmet : document.expectations().unmet()) {
        boolean shown = all.stream().anyMatch(j -> unmet.startsWith(j.name() + ": "));
        if (!shown) {
          all.add(failed(subject(unmet), unmet, Optional.empty(), 0));
        }
      }
      for (VerdictDocument.FaultEntry fault : document.faults()) {
        if (fault.verdict().equals("regressed")) {
          all.add(failed("kernel log", fault.kind() + ": " + fault.title(), Optional.empty(), 0));
        }
      }
    }
    return all;
  }

  /** The case that an unmet expectation is about, if it is about one. */
  private static String subject(String unmet) {
    String first = unmet.split(": ", 2)[0];
    return first.contains(" ") ? "expectations" : first;
  }

  /**
   * A failure for whatever speaks against the series and no step answers for: that it does not
   * apply, or that nothing is known.
   */
  public static Optional<Judgement> ofWhole(VerdictDocument document) {
    boolean shown =
        document.steps().stream()
            .flatMap(step -> of(document, step).stream())
            .anyMatch(judgement -> judgement.kind() == Kind.FAILED);
    if (shown || document.exitCode() == ExitCode.OK) {
      return Optional.empty();
    }
    String name = document.exitCode() == ExitCode.SERIES_REFUSED ? "applies" : "verdict";
    String reason =
        document.verdict()
            + ": "
            + document.summary()
            + "\n"
            + String.join("\n", document.problems());
    return Optional.of(failed(name, reason.strip(), Optional.empty(), 0));
  }

  private static Judgement stage(String name, boolean good, String reason) {
    return new Judgement(
        name, good ? Kind.PASSED : Kind.FAILED, reason.strip(), Optional.empty(), 0);
  }

  private static Judgement judge(
      VerdictDocument document, VerdictDocument.Step step, VerdictDocument.Case it) {
    Optional<VerdictDocument.Detail> detail = Optional.ofNullable(it.details().get(step.name()));
    Optional<String> output = detail.flatMap(VerdictDocument.Detail::output);
    double seconds = detail.map(d -> d.milliseconds() / 1000.0).orElse(0.0);
    String outcome = it.outcomes().get(step.name());
    String reason =
        ShortForm.inWords(it, step.name())
            + detail.flatMap(VerdictDocument.Detail::message).map(m -> ": " + m).orElse("");
    boolean good = "pass".equals(outcome) || "xfail".equals(outcome);
    if (isLast(document, step)) {
      Optional<String> unmet =
          document.expectations().unmet().stream()
              .filter(line -> line.startsWith(it.name() + ": "))
              .findFirst();
      if (unmet.isPresent()) {
        return failed(it.name(), reason + "; the plan: " + unmet.get(), output, seconds);
      }
      if (it.verdict().equals("regressed") || it.verdict().equals("inconclusive")) {
        return failed(it.name(), it.verdict() + ": " + reason, output, seconds);
      }
    }
    if (!good && it.intermediateOnly()) {
      return failed(
          it.name(), "good without and with the series, but here: " + reason, output, seconds);
    }
    if (!good && !"skip".equals(outcome) && document.steps().size() == 1) {
      return failed(it.name(), reason, output, seconds);
    }
    if (good || it.expected()) {
      String why = good ? reason : reason + " (the plan: " + it.verdict() + " by the series)";
      return new Judgement(it.name(), Kind.PASSED, why, output, seconds);
    }
    return new Judgement(
        it.name(), Kind.NOT_JUDGED, reason + "; not held against the series", output, seconds);
  }

  private static Judgement failed(
      String name, String reason, Optional<String> output, double seconds) {
    return new Judgement(name, Kind.FAILED, reason, output, seconds);
  }

  private static boolean isLast(VerdictDocument document, VerdictDocument.Step step) {
    List<VerdictDocument.Step> steps = document.steps();
    return steps.get(steps.size() - 1).equals(step) && steps.size() > 1;
  }
}
