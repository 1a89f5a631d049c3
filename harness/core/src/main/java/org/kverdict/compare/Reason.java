// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says in one line why a case's verdict is what it is. */
final class Reason {
  private final List<Sightings> steps;
  private final String name;
  private final Significance significance;

  Reason(List<Sightings> steps, String name, Significance significance) {
    this.steps = steps;
    this.name = name;
    this.significance = significance;
  }

  String of(CaseVerdict verdict, Trial trial, CaseJudge.Between between) {
    if (steps.size() == 1) {
      return seen(base());
    }
    if (trial.table().isPresent()) {
      return compared(base(), patched(), trial) + remark(verdict, trial, patched());
    }
    if (between.step().isPresent()) {
      Sightings step = between.step().get();
      return "as good at "
          + patched().name()
          + " as at "
          + base().name()
          + ", but "
          + compared(base(), step, between.trial())
          + (between.broken() ? "" : remark(verdict, between.trial(), step));
    }
    for (Sightings step : List.of(base(), patched())) {
      if (step.neverRan()) {
        return "nothing ran at " + step.name();
      }
      if (!step.has(name)) {
        return "there is no such case at " + step.name();
      }
      if (step.observations(name).isUnknown()) {
        return "nothing is known of it at " + step.name() + ": " + seen(step);
      }
    }
    return seen(base()) + ", " + seen(patched());
  }

  private String remark(CaseVerdict verdict, Trial trial, Sightings after) {
    if (trial.conclusion() == Trial.Conclusion.SKIPS) {
      return "; it is no longer tested";
    }
    if (verdict == CaseVerdict.FLAKY) {
      return base().isSameKernel(patched())
          ? "; the kernel is the same"
          : "; it differs between runs at " + base().name() + " already";
    }
    if (verdict != CaseVerdict.INCONCLUSIVE) {
      return "";
    }
    int runs = Math.min(size(base()), size(patched()));
    if (runs < significance.leastRuns()) {
      return "; too few to tell from chance: it takes "
          + significance.leastRuns()
          + " runs at each step at least";
    }
    boolean ended = trial.next().isEmpty() && base().observations(name).isMixed();
    return ended ? unlikeFlaky(trial, after) : "; it may be chance";
  }

  /** Why a case that differs between runs at base already is not called flaky for that. */
  private String unlikeFlaky(Trial trial, Sightings after) {
    String already = "; it differs between runs at " + base().name() + " already, but ";
    Likeness likeness = Likeness.of(base().observations(name), after.observations(name));
    if (likeness == Likeness.LIKE_CHANCE || trial.pValue() <= Likeness.RARE) {
      return already + "seldom so much by chance";
    }
    String what =
        likeness == Likeness.NOT_COMPARABLE
            ? "too few runs can be compared: "
            : "that is not all that differs: ";
    return already + what + seen(base()) + ", " + seen(after);
  }

  /** As in {@code 8 of 8 crashed (SIGBUS) at base, 0 of 8 at +2; p = 0.00016, threshold ...}. */
  private static String compared(Sightings before, Sightings after, Trial trial) {
    Table table = trial.table().orElseThrow();
    return String.format(
        Locale.ROOT,
        "%d of %d %s at %s, %d of %d at %s; p = %.2g, threshold %.2g",
        table.before(),
        table.beforeOf(),
        table.what(),
        before.name(),
        table.after(),
        table.afterOf(),
        after.name(),
        trial.pValue(),
        trial.threshold());
  }

  /** As in {@code 3 of 4 pass, 1 of 4 fail (a.c:5) at base}. */
  private String seen(Sightings step) {
    int size = size(step);
    return step.observations(name).counts().entrySet().stream()
            .map(it -> it.getValue() + " of " + size + " " + it.getKey())
            .collect(Collectors.joining(", "))
        + " at "
        + step.name();
  }

  private int size(Sightings step) {
    return step.observations(name).size();
  }

  private Sightings base() {
    return steps.get(0);
  }

  private Sightings patched() {
    return steps.get(steps.size() - 1);
  }
}
