// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kverdict.build.BuildOutcome;
import org.kverdict.build.Kernel;
import org.kverdict.compare.CaseComparison;
import org.kverdict.compare.CaseVerdict;
import org.kverdict.compare.Comparison;
import org.kverdict.compare.Expectations;
import org.kverdict.compare.SeriesVerdict;
import org.kverdict.compare.StepResults;
import org.kverdict.process.Command;
import org.kverdict.report.ExitCode;
import org.kverdict.report.StepStatus;
import org.kverdict.report.VerdictDocument;
import org.kverdict.results.CaseResult;
import org.kverdict.series.Patch;

/** Makes the document out of what the stages found. */
final class Verdicts {
  private final String name;
  private final Expectations expectations;
  private final VerdictDocument.Inputs inputs;
  private final OutputFolder output;

  Verdicts(
      String name, Expectations expectations, VerdictDocument.Inputs inputs, OutputFolder output) {
    this.name = name;
    this.expectations = expectations;
    this.inputs = inputs;
    this.output = output;
  }

  /** The document for a series that could not be applied. */
  VerdictDocument notApplied(String why, List<VerdictDocument.Timing> timings) {
    return new VerdictDocument(
        VerdictDocument.VERSION,
        name,
        "not-applied",
        "the series does not apply.",
        ExitCode.SERIES_REFUSED,
        List.of(),
        List.of(),
        List.of(),
        expectation(List.of()),
        List.of(why),
        inputs,
        timings);
  }

  /** The document for steps that were tried. */
  VerdictDocument of(List<StepRun> runs, List<VerdictDocument.Timing> timings) {
    List<StepResults> results = runs.stream().map(StepRun::results).toList();
    Comparison comparison = Comparison.of(results, expectations);
    boolean allBuilt = runs.stream().allMatch(run -> run.kernel().isPresent());
    Summary summary = new Summary(comparison, runs, expectations);
    return new VerdictDocument(
        VerdictDocument.VERSION,
        name,
        allBuilt ? comparison.verdict().word() : "not-built",
        summary.sentence(),
        exitCode(comparison, allBuilt, runs.size()),
        runs.stream().map(this::step).toList(),
        comparison.cases().stream().map(this::comparedCase).toList(),
        comparison.faults().stream()
            .map(
                f ->
                    new VerdictDocument.FaultEntry(
                        f.fault().kind(), f.fault().title(), f.verdict().word(), f.steps()))
            .toList(),
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
            && (!comparison.faults().isEmpty()
                || comparison.cases().stream()
                    .flatMap(it -> it.results().values().stream())
                    .anyMatch(result -> result.outcome().isBad()));
    return failsAlone || !comparison.unmet().isEmpty() ? ExitCode.REGRESSED : ExitCode.OK;
  }

  private VerdictDocument.Step step(StepRun run) {
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
        output.filesOf(run.name()));
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

  private VerdictDocument.Case comparedCase(CaseComparison it) {
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
        details);
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
      run.boot().ifPresent(boot -> problems.addAll(problems(run.name(), boot)));
    }
    return problems;
  }

  private List<String> problems(String step, GuestRun boot) {
    List<String> problems = new ArrayList<>();
    if (boot.status() != StepStatus.Boot.FINISHED) {
      problems.add(
          step
              + ": "
              + boot.record().outcome().describe()
              + "\n  its console: "
              + output.file(step, "console"));
    }
    boot.results().problems().forEach(p -> problems.add(step + ": the guest's report: " + p));
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
        long bad = count(result -> result.outcome().isBad());
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

    private long count(Predicate<CaseResult> predicate) {
      return comparison.cases().stream()
          .flatMap(it -> it.results().values().stream())
          .filter(predicate)
          .count();
    }
  }
}
