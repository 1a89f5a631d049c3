// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kverdict.pipeline.Pipeline;
import org.kverdict.plan.MemorySize;
import org.kverdict.plan.Others;
import org.kverdict.plan.Plan;
import org.kverdict.plan.PlanFile;
import org.kverdict.plan.PlanReader;
import org.kverdict.plan.Steps;
import org.kverdict.plan.Timeout;
import org.kverdict.report.TextReport;
import org.kverdict.report.VerdictDocument;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code kverdict run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Builds the kernel at each step of a series, boots it, runs the tests and compares.",
      "What an option says wins over what the plan says."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  kverdict run guest-tests/kcov/kcov-mmap.yaml --out verdict",
      "  kverdict run --source git:linux@v5.10 --series my-series/ \\",
      "      --config kcov --tests kcov"
    })
final class RunCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "PLAN.yaml", description = "A plan.")
  private @Nullable Path plan;

  @Option(names = "--name", paramLabel = "NAME", description = "What the run is called.")
  private @Nullable String name;

  @Option(
      names = "--source",
      paramLabel = "SPEC",
      description = "The tree: debian:PACKAGE, tar:FILE, dir:FOLDER or git:REPO@REV.")
  private @Nullable String source;

  @Option(
      names = "--series",
      paramLabel = "PATH",
      description = "The patches: a folder, in the order of names, or an mbox.")
  private @Nullable String series;

  @Option(
      names = "--config",
      split = ",",
      paramLabel = "FRAGMENT",
      description = "Config fragments: files, or names in kernel-configs/.")
  private @Nullable List<String> configs;

  @Option(names = "--arch", paramLabel = "ARCH", description = "The architecture (x86_64).")
  private @Nullable String arch;

  @Option(
      names = "--tests",
      split = ",",
      paramLabel = "SUITE",
      description = "The suites to run in the guest.")
  private @Nullable List<String> tests;

  @Option(
      names = "--steps",
      paramLabel = "all|ends",
      description = "Every step (all), or without the series and with all of it (ends).")
  private @Nullable Steps steps;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = ToMemorySize.class,
      description = "The guest's memory (512M).")
  private @Nullable MemorySize memory;

  @Option(names = "--cpus", paramLabel = "N", description = "The guest's processors (2).")
  private @Nullable Integer cpus;

  @Option(
      names = "--boot-timeout",
      paramLabel = "TIME",
      converter = ToTimeout.class,
      description = "Until the guest is ready for its work (120s).")
  private @Nullable Timeout boot;

  @Option(
      names = "--run-timeout",
      paramLabel = "TIME",
      converter = ToTimeout.class,
      description = "From then until its end (10m).")
  private @Nullable Timeout run;

  @Option(
      names = "--case-timeout",
      paramLabel = "TIME",
      converter = ToTimeout.class,
      description = "One case, whatever it says itself (30s).")
  private @Nullable Timeout perCase;

  @Option(
      names = "--repeat",
      paramLabel = "N|N..M",
      converter = ToRepeat.class,
      description =
          "Runs every case N times at each step; with N..M (4..64), one that differs up to M"
              + " times, until that is significant.")
  private PlanFile.@Nullable Repeat repeat;

  @Option(
      names = "--significance",
      paramLabel = "P",
      description = "How probable a wrong verdict may be, among all cases (0.05).")
  private @Nullable Double significance;

  @Option(
      names = "--isolate",
      split = ",",
      paramLabel = "GLOB",
      description = "Cases that get a guest of their own, as in kcov/trace.*")
  private @Nullable List<String> isolate;

  @Option(
      names = "--aa",
      description =
          "Compares the tree without the series with itself: whatever differs then is chance, or"
              + " the host's doing.")
  private boolean selfTest;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private @Nullable List<AllowOptions> allow;

  @Option(
      names = "--functions",
      description = "Also prints which functions of the kernel each patch changed.")
  private boolean functions;

  @Option(
      names = "--expect-fixed",
      split = ",",
      paramLabel = "CASE",
      description = "Cases that the series is to fix.")
  private @Nullable List<String> fixed;

  @Option(
      names = "--expect-changed",
      split = ",",
      paramLabel = "CASE",
      description = "Cases that the series is to change.")
  private @Nullable List<String> changed;

  @Option(
      names = "--expect-others",
      paramLabel = "same|any",
      description = "What is expected of all other cases (any).")
  private @Nullable Others others;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Receives the verdict and the evidence (kverdict-out/NAME).")
  private @Nullable Path out;

  @Override
  public Integer call() {
    Host host = Host.open();
    Plan complete = new PlanReader(host.home()).read(Optional.ofNullable(plan), overrides());
    Path folder = out != null ? out : Path.of("kverdict-out", complete.name());
    Terminal terminal = Terminal.ofThisProcess();
    PrintWriter stdout = spec.commandLine().getOut();
    VerdictDocument document;
    try (Progress progress = new Progress(stdout, terminal)) {
      document =
          new Pipeline(host.commands(), host.store(), host.home(), progress)
              .run(complete, folder.toAbsolutePath().normalize());
    }
    stdout.print("\n" + TextReport.render(document, terminal.style(), terminal.width()));
    if (functions) {
      stdout.print("\n" + TextReport.functions(document, terminal.style(), terminal.width()));
    }
    stdout.println("evidence: " + folder.resolve("verdict.json"));
    stdout.flush();
    return document.exitCode();
  }

  PlanFile overrides() {
    return new PlanFile(
        name,
        source,
        series,
        withoutBlanks(configs),
        arch,
        withoutBlanks(tests),
        steps,
        new PlanFile.Guest(memory, cpus),
        new PlanFile.Timeouts(boot, run, perCase),
        repeats(),
        withoutBlanks(isolate),
        allow == null ? null : allow.stream().map(AllowOptions::toPlan).toList(),
        selfTest ? Boolean.TRUE : null,
        new PlanFile.Expect(withoutBlanks(fixed), withoutBlanks(changed), others));
  }

  private PlanFile.@Nullable Repeat repeats() {
    if (repeat == null && significance == null) {
      return null;
    }
    return new PlanFile.Repeat(
        repeat == null ? null : repeat.least(),
        repeat == null ? null : repeat.most(),
        significance);
  }

  /** {@code --expect-fixed=} takes a plan's list away. */
  private static @Nullable List<String> withoutBlanks(@Nullable List<String> words) {
    return words == null ? null : words.stream().filter(word -> !word.isBlank()).toList();
  }

  /** {@code 512M}. */
  static final class ToMemorySize implements ITypeConverter<MemorySize> {
    @Override
    public MemorySize convert(String text) {
      try {
        return MemorySize.parse(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** {@code 8} or {@code 4..64}. */
  static final class ToRepeat implements ITypeConverter<PlanFile.Repeat> {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,6})(?:\\.\\.(\\d{1,6}))?");

    @Override
    public PlanFile.Repeat convert(String text) {
      Matcher matcher = RANGE.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "bad number of repeats \"" + text + "\": want N, or N..M as in 4..64");
      }
      int least = Integer.parseInt(matcher.group(1));
      return matcher.group(2) == null
          ? PlanFile.Repeat.exactly(least)
          : new PlanFile.Repeat(least, Integer.parseInt(matcher.group(2)), null);
    }
  }

  /** {@code 90s}. */
  static final class ToTimeout implements ITypeConverter<Timeout> {
    @Override
    public Timeout convert(String text) {
      try {
        return Timeout.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
