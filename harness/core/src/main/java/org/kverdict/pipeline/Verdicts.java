// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kverdict.build.BuildOutcome;
import org.kverdict.build.FunctionChanges;
import org.kverdict.build.Kernel;
import org.kverdict.compare.Allowance;
import org.kverdict.compare.CaseComparison;
import org.kverdict.compare.CaseVerdict;
import org.kverdict.compare.Comparison;
import org.kverdict.compare.Expectations;
import org.kverdict.compare.FaultComparison;
import org.kverdict.compare.FaultVerdict;
import org.kverdict.compare.SeriesVerdict;
import org.kverdict.compare.StepResults;
import org.kverdict.plan.Plan;
import org.kverdict.process.Command;
import org.kverdict.report.ExitCode;
import org.kverdict.report.StepStatus;
import org.kverdict.report.VerdictDocument;
import org.kverdict.results.CaseResult;
import org.kverdict.series.Patch;

/** Makes the document out of what the stages found. */
final class Verdicts {
  private final Plan plan;
  private final Expectations expectations;
  private final VerdictDocument.Inputs inputs;
  private final OutputFolder output;

  Verdicts(Plan plan, VerdictDocument.Inputs inputs, OutputFolder output) {
    this.plan = plan;
    this.expectations = plan.expectations();
    this.inputs = inputs;
    this.output = output;
  }

  /** The document for a series that could not be applied. */
  VerdictDocument notApplied(String why, List<VerdictDocument.Timing> timings) {
    return new VerdictDocument(
        VerdictDocument.VERSION,
        plan.name(),
        "not-applied",
        "the series does not apply.",
        ExitCode.SERIES_REFUSED,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        expectation(List.of()),
        List.of(why),
        inputs,
        timings);
  }

  /** The document for steps that were tried. */
  VerdictDocument of(List<StepRun> runs, List<String> noOp, List<VerdictDocument.Timing> timings) {
    List<StepResults> results = runs.stream().map(StepRun::results).toList();
    Comparison comparison = Comparison.of(results, expectations, plan.policy());
    boolean allBuilt = runs.stream().allMatch(run -> run.kernel().isPresent());
    Summary summary = new Summary(comparison, runs, expectations);
    return new VerdictDocument(
        VerdictDocument.VERSION,
        plan.name(),
        allBuilt ? comparison.verdict().word() : "not-built",
        summary.sentence(),
        exitCode(comparison, allBuilt, runs.size()),
        steps(runs),
        comparison.cases().stream().map(it -> comparedCase(it, runs.size())).toList(),
        comparison.faults().stream().map(Verdicts::fault).toList(),
        plan.allowances().stream().map(it -> allowance(it, comparison)).toList(),
        runs.size() < 2 ? Optional.empty() : Optional.of(statistics(comparison)),
        noOp,
        expectation(comparison.unmet()),
        problems(runs),
        inputs,
        timings);
  }

  private static int exitCode(Comparison comparison, boolean allBuilt, int steps) {
    if (!allBuilt) {
      return ExitCode.NOT_BUILT;
    }
    SeriesVerdict verdict = comparison.verdict();
    if (verdict == SeriesVerdict.REGRESSED || verdict == SeriesVerdict.INTERMEDIATE_ONLY) {
      return ExitCode.REGRESSED;
    }
    if (verdict == SeriesVerdict.INCONCLUSIVE) {
      return ExitCode.INCONCLUSIVE;
    }
    // With nothing to compare with, each case is measured by what its name states.
    boolean failsAlone =
        steps == 1
            && (comparison.faults().stream().anyMatch(it -> it.verdict() != FaultVerdict.ALLOWED)
                || comparison.cases().stream().anyMatch(CaseComparison::everBad));
    return failsAlone || !comparison.unmet().isEmpty() ? ExitCode.REGRESSED : ExitCode.OK;
  }

  private static VerdictDocument.FaultEntry fault(FaultComparison it) {
    return new VerdictDocument.FaultEntry(
        it.fault().kind().word(),
        it.fault().title(),
        it.verdict().word(),
        it.steps(),
        it.counts(),
        List.copyOf(it.cases()),
        it.allowance().map(Allowance::reason),
        it.fault().text(),
        it.fault().complete());
  }

  private static VerdictDocument.AllowanceEntry allowance(Allowance it, Comparison comparison) {
    List<String> seen =
        comparison.faults().stream()
            .filter(fault -> fault.allowance().equals(Optional.of(it)))
            .flatMap(fault -> fault.steps().stream())
            .distinct()
            .toList();
    return new VerdictDocument.AllowanceEntry(it.kind(), it.title(), it.cases(), it.reason(), seen);
  }

  private VerdictDocument.Statistics statistics(Comparison comparison) {
    return new VerdictDocument.Statistics(
        plan.repeats().alpha(),
        comparison.cases().size(),
        plan.repeats().least(),
        plan.repeats().most());
  }

  private List<VerdictDocument.Step> steps(List<StepRun> runs) {
    List<VerdictDocument.Step> steps = new ArrayList<>();
    Optional<Kernel> before = Optional.empty();
    for (StepRun run : runs) {
      steps.add(step(run, before));
      before = run.kernel();
    }
    return steps;
  }

  private VerdictDocument.Step step(StepRun run, Optional<Kernel> before) {
    Optional<GuestRun> boot = run.boot();
    return new VerdictDocument.Step(
        run.name(),
        run.patch().map(Patch::name),
        run.patch().map(Patch::subject),
        run.kernel().map(Kernel::imageHash),
        buildStatus(run.build()).word(),
        boot.map(GuestRun::status).orElse(StepStatus.Boot.NONE).word(),
        buildErrors(run.build()),
        boot.map(b -> b.record().outcome().describe()),
        boot.map(b -> b.record().command()).map(Command::toShell),
        output.filesOf(run.name()),
        run.guests().map(Verdicts::guest).toList(),
        before.flatMap(kernel -> run.kernel().flatMap(now -> functions(kernel, now))));
  }

  private static VerdictDocument.Guest guest(GuestRun guest) {
    return new VerdictDocument.Guest(
        guest.name(),
        guest.restored() ? "saved" : "boot",
        guest.status().word(),
        guest.results().cases().size(),
        guest.record().toWork().map(Verdicts::seconds),
        seconds(guest.record().wall()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Optional<VerdictDocument.Functions> functions(Kernel before, Kernel now) {
    return before
        .functions()
        .flatMap(old -> now.functions().map(it -> FunctionChanges.between(old, it)))
        .map(
            it ->
                new VerdictDocument.Functions(
                    it.changed(), it.added(), it.removed(), it.unchanged()));
  }

  private static StepStatus.Build buildStatus(BuildOutcome outcome) {
    if (outcome instanceof BuildOutcome.Built built) {
      return built.kernel().cached() ? StepStatus.Build.CACHED : StepStatus.Build.BUILT;
    }
    return outcome instanceof BuildOutcome.Misconfigured
        ? StepStatus.Build.MISCONFIGURED
        : StepStatus.Build.FAILED;
  }

  private static List<String> buildErrors(BuildOutcome outcome) {
    if (outcome instanceof BuildOutcome.Misconfigured misconfigured) {
      return misconfigured.missing();
    }
    return outcome instanceof BuildOutcome.Failed failed ? failed.errors() : List.of();
  }

  private VerdictDocument.Case comparedCase(CaseComparison it, int steps) {
    Map<String, String> outcomes = new LinkedHashMap<>();
    Map<String, VerdictDocument.Detail> details = new LinkedHashMap<>();
    it.results()
        .forEach(
            (step, result) -> {
              outcomes.put(step, result.outcome().word());
              details.put(step, detail(result));
            });
    boolean expected = expectations.expects(it.name(), it.verdict());
    return new VerdictDocument.Case(
        it.name(),
        it.verdict().word(),
        expected,
        it.since(),
        it.intermediateOnly(),
        outcomes,
        details,
        evidence(it, steps));
  }

  private static VerdictDocument.Evidence evidence(CaseComparison it, int steps) {
    Map<String, List<String>> doubtful = new LinkedHashMap<>();
    it.doubtful()
        .forEach(
            (step, results) ->
                doubtful.put(step, results.stream().map(r -> r.outcome().word()).toList()));
    boolean worthWords = steps > 1 && it.verdict() != CaseVerdict.SAME;
    return new VerdictDocument.Evidence(
        it.counts(),
        doubtful,
        it.pValue(),
        it.threshold(),
        Optional.of(it.reason()).filter(reason -> worthWords && !reason.isEmpty()));
  }

  private static VerdictDocument.Detail detail(CaseResult result) {
    return new VerdictDocument.Detail(
        result.signal(), result.observed(), result.message(), result.output(), result.millis());
  }

  private VerdictDocument.ExpectationReport expectation(List<String> unmet) {
    return new VerdictDocument.ExpectationReport(
        List.copyOf(expectations.fixed()),
        List.copyOf(expectations.changed()),
        expectations.othersSame() ? "same" : "any",
        unmet.isEmpty(),
        unmet);
  }

  private List<String> problems(List<StepRun> runs) {
    List<String> problems = new ArrayList<>();
    for (StepRun run : runs) {
      if (run.build() instanceof BuildOutcome.Misconfigured misconfigured) {
        problems.add(
            run.name()
                + " cannot be configured as asked:\n  "
                + String.join("\n  ", misconfigured.missing()));
      } else if (run.build() instanceof BuildOutcome.Failed failed) {
        problems.add(
            run.name()
                + " does not build (make: exit status "
                + failed.exit()
                + "):\n  "
                + String.join("\n  ", failed.errors())
                + "\n  all of it: "
                + failed.log());
      }
      problems.addAll(problems(run));
    }
    return problems;
  }

  /** What guests did that is no outcome of a case; of several alike, told once. */
  private List<String> problems(StepRun step) {
    Map<String, List<String>> folders = new LinkedHashMap<>();
    step.guests()
        .forEach(
            guest -> {
              String folder = output.relative(guest.record().console());
              if (guest.status() != StepStatus.Boot.FINISHED) {
                String how = guest.record().outcome().describe();
                folders.computeIfAbsent(how, key -> new ArrayList<>()).add(folder);
              }
              for (String problem : guest.results().problems()) {
                String told = "the guest's report: " + problem;
                folders.computeIfAbsent(told, key -> new ArrayList<>()).add(folder);
              }
            });
    List<String> problems = new ArrayList<>();
    folders.forEach(
        (what, where) ->
            problems.add(
                step.name()
                    + ": "
                    + what
                    + (where.size() > 1 ? ", in " + where.size() + " guests" : "")
                    + "\n  console: "
                    + where.get(0)));
    return problems;
  }

  /** Counts, as a sentence. */
  private record Summary(Comparison comparison, List<StepRun> runs, Expectations expectations) {

    String sentence() {
      List<String> unbuilt =
          runs.stream().filter(r -> r.kernel().isEmpty()).map(StepRun::name).toList();
      if (!unbuilt.isEmpty()) {
        return "there is no kernel for " + String.join(", ", unbuilt) + ".";
      }
      if (runs.size() == 1) {
        long bad = comparison.cases().stream().filter(CaseComparison::everBad).count();
        return bad + " of " + comparison.cases().size() + " cases fail; nothing was compared.";
      }
      Map<CaseVerdict, Long> counts =
          comparison.cases().stream()
              .collect(Collectors.groupingBy(CaseComparison::verdict, Collectors.counting()));
      List<String> parts = new ArrayList<>();
      for (CaseVerdict verdict :
          List.of(
              CaseVerdict.FIXED,
              CaseVerdict.CHANGED,
              CaseVerdict.ADDED,
              CaseVerdict.REMOVED,
              CaseVerdict.FLAKY,
              CaseVerdict.INCONCLUSIVE)) {
        if (counts.containsKey(verdict)) {
          parts.add(counts.get(verdict) + " " + verdict.word());
        }
      }
      parts.add(counts.getOrDefault(CaseVerdict.REGRESSED, 0L) + " regressed");
      long between = comparison.cases().stream().filter(CaseComparison::intermediateOnly).count();
      if (between > 0) {
        parts.add(between + " broken in between");
      }
      parts.add(counts.getOrDefault(CaseVerdict.SAME, 0L) + " same");
      return String.join(", ", parts) + "." + expectationSentence();
    }

    private String expectationSentence() {
      if (!expectations.sayAnything()) {
        return "";
      }
      return comparison.unmet().isEmpty()
          ? " As the plan expects."
          : " Against the plan: " + comparison.unmet().size() + ".";
    }
  }
}
