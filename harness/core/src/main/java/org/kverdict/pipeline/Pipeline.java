// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.kverdict.build.BuildOutcome;
import org.kverdict.build.BuildRequest;
import org.kverdict.build.Kernel;
import org.kverdict.build.KernelBuilder;
import org.kverdict.build.Toolchain;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.image.Initramfs;
import org.kverdict.image.InitramfsContents;
import org.kverdict.kconfig.CompiledBy;
import org.kverdict.kconfig.DotConfig;
import org.kverdict.kconfig.NoOpReason;
import org.kverdict.plan.Home;
import org.kverdict.plan.Plan;
import org.kverdict.plan.Steps;
import org.kverdict.process.CommandRunner;
import org.kverdict.report.VerdictDocument;
import org.kverdict.series.Application;
import org.kverdict.series.Applier;
import org.kverdict.series.Overlay;
import org.kverdict.series.Patch;
import org.kverdict.series.Series;
import org.kverdict.series.SeriesReader;
import org.kverdict.source.KernelTrees;
import org.kverdict.source.SourceSpec;
import org.kverdict.source.Tree;
import org.kverdict.store.Scratch;
import org.kverdict.store.Store;

/** A run, from a plan to a verdict. */
public final class Pipeline {
  /** A guest that is killed is gone in a few seconds. */
  private static final long GUESTS_END_SECONDS = 30;

  private final CommandRunner commands;
  private final Store store;
  private final Home home;
  private final RunListener listener;

  /**
   * @param commands starts programs
   * @param store the cache
   * @param home kverdict's own folder
   * @param listener hears what happens
   */
  public Pipeline(CommandRunner commands, Store store, Home home, RunListener listener) {
    this.commands = commands;
    this.store = store;
    this.home = home;
    this.listener = listener;
  }

  /**
   * Carries out a plan.
   *
   * @param plan what to test
   * @param out receives the verdict and the evidence
   * @return the verdict, which is written as well
   * @throws org.kverdict.failure.UsageException if the plan cannot be carried out as it is
   * @throws InfrastructureException if this host cannot carry it out
   */
  public VerdictDocument run(Plan plan, Path out) {
    Stopwatch watch = new Stopwatch(listener);
    // Whatever is wrong with the request is said before anything slow begins.
    Architecture architecture = Architecture.named(plan.arch());
    ConfigFragments config = ConfigFragments.of(plan, home);
    try (Scratch scratch = store.scratch();
        OutputFolder output = OutputFolder.claim(out, store)) {
      Series series = readSeries(plan, scratch);
      Tree tree = fetch(plan.source(), watch);
      output.prepare();
      Toolchain toolchain = Toolchain.ofThisHost(commands);
      Inputs inputs = new Inputs(plan, tree, series, config, toolchain);
      Application application =
          watch.time(
              Stage.SERIES,
              applied -> applied instanceof Application.Applied a ? count(a) : "does not apply",
              () -> new Applier(commands, scratch.folder()).apply(tree.folder(), series));
      if (application instanceof Application.Rejected rejected) {
        VerdictDocument document =
            new Verdicts(plan, inputs.withoutGuest(), output)
                .notApplied(rejected.describe(), watch.timings());
        output.write(document);
        return document;
      }
      Guests guests = guests(plan, architecture, output, scratch, watch);
      KernelBuilder builder =
          new KernelBuilder(
              store,
              commands,
              new BuildRequest(
                  tree,
                  config.merged(),
                  architecture.target(),
                  toolchain,
                  Runtime.getRuntime().availableProcessors()),
              watch::note);
      List<StepRun> runs =
          runSteps(
              plan,
              series,
              ((Application.Applied) application).steps(),
              builder,
              guests,
              scratch.folder(),
              output,
              watch);
      Verdicts verdicts = new Verdicts(plan, inputs.with(guests), output);
      List<Overlay> overlays = ((Application.Applied) application).steps();
      VerdictDocument document =
          verdicts.of(
              runs,
              // With itself a kernel is compared on purpose.
              plan.selfTest()
                  ? List.of()
                  : noOp(tree, overlays.get(overlays.size() - 1), architecture, runs),
              watch.timings());
      output.write(document);
      return document;
    }
  }

  private static String count(Application.Applied applied) {
    int patches = applied.steps().size() - 1;
    return patches == 1 ? "1 patch applies" : patches + " patches apply";
  }

  private Series readSeries(Plan plan, Scratch scratch) {
    return plan.series()
        .map(path -> new SeriesReader(commands, scratch.folder()).read(path))
        .orElseGet(Series::none);
  }

  private Tree fetch(SourceSpec source, Stopwatch watch) {
    return watch.time(
        Stage.SOURCE,
        tree -> "Linux " + tree.version() + ", " + tree.revision(),
        () -> new KernelTrees(store, commands, watch::note).fetch(source));
  }

  private Guests guests(
      Plan plan, Architecture architecture, OutputFolder output, Scratch scratch, Stopwatch watch) {
    return watch.time(
        Stage.GUEST,
        Guests::describe,
        () -> {
          Map<String, Path> suites = new LinkedHashMap<>();
          plan.tests().forEach(name -> suites.put(name, home.suite(name)));
          Initramfs packed =
              Initramfs.write(
                  InitramfsContents.of(home.guestInit(), suites),
                  scratch.folder().resolve("initramfs.cpio"));
          // By its hash, in the cache: the command that repeats a boot must find it later.
          Initramfs kept = GuestImages.keep(store, packed);
          return new Guests(commands, store, architecture, plan, kept, output, watch);
        });
  }

  /** While a step boots, the next one builds; when all have booted, cases are repeated. */
  private static List<StepRun> runSteps(
      Plan plan,
      Series series,
      List<Overlay> overlays,
      KernelBuilder builder,
      Guests guests,
      Path states,
      OutputFolder output,
      Stopwatch watch) {
    ExecutorService threads = Executors.newFixedThreadPool(guests.atATime());
    try {
      Map<String, StepGuests> bySteps = new LinkedHashMap<>();
      List<Pending> pending = new ArrayList<>();
      for (Step step : steps(plan, series, overlays)) {
        BuildOutcome outcome = build(step.name(), step.overlay(), builder, output, watch);
        Optional<Future<CaseRun>> boot = Optional.empty();
        if (outcome instanceof BuildOutcome.Built built) {
          StepGuests own =
              new StepGuests(
                  guests,
                  step.name(),
                  built.kernel(),
                  states.resolve(step.name() + ".state"),
                  plan.isolated());
          bySteps.put(step.name(), own);
          boot = Optional.of(threads.submit(() -> boot(step.name(), own, watch)));
        }
        pending.add(new Pending(step, outcome, boot));
        if (pending.size() == 1 && outcome instanceof BuildOutcome.Misconfigured) {
          // The request does not fit the tree; every step would say the same.
          break;
        }
      }
      List<StepRun> first = pending.stream().map(Pending::await).toList();
      return new Repetition(bySteps, plan.policy(), threads, watch).of(first);
    } finally {
      end(threads);
    }
  }

  /** What they write to must not be taken away or given to another run while they are at it. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      boolean unused = threads.awaitTermination(GUESTS_END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A state of the tree to be built and booted. */
  private record Step(String name, Optional<Patch> patch, Overlay overlay) {}

  private static List<Step> steps(Plan plan, Series series, List<Overlay> overlays) {
    Step base = new Step(Series.stepName(0), series.patchOf(0), overlays.get(0));
    if (plan.selfTest()) {
      return List.of(base, new Step("again", Optional.empty(), base.overlay()));
    }
    List<Step> steps = new ArrayList<>(List.of(base));
    for (int applied = 1; applied < overlays.size(); applied++) {
      if (plan.steps() == Steps.ALL || applied == overlays.size() - 1) {
        steps.add(
            new Step(Series.stepName(applied), series.patchOf(applied), overlays.get(applied)));
      }
    }
    return steps;
  }

  private static CaseRun boot(String step, StepGuests guests, Stopwatch watch) {
    return watch.time(
        Stage.BOOT,
        step,
        run -> run.guests().get(0).record().outcome().describe(),
        () -> new CaseRun(Set.of(), guests.boot()));
  }

  /** Why all of the series makes no difference to the kernel; nothing if it does make one. */
  private static List<String> noOp(
      Tree tree, Overlay series, Architecture architecture, List<StepRun> runs) {
    Optional<Kernel> first = runs.get(0).kernel();
    Optional<Kernel> last = runs.get(runs.size() - 1).kernel();
    boolean same =
        first.isPresent()
            && last.isPresent()
            && first.get().imageHash().equals(last.get().imageHash());
    if (!same || series.files().isEmpty()) {
      return List.of();
    }
    DotConfig config = DotConfig.parse(text(last.get().config()));
    return new CompiledBy(tree.folder(), series, architecture.name(), config)
        .reasons().stream().map(NoOpReason::text).toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", file, e);
    }
  }

  private static BuildOutcome build(
      String step, Overlay overlay, KernelBuilder builder, OutputFolder output, Stopwatch watch) {
    Optional<Kernel> found = builder.find(overlay);
    BuildOutcome outcome =
        found.isPresent()
            ? new BuildOutcome.Built(found.get())
            : watch.time(
                Stage.BUILD,
                step,
                Pipeline::describe,
                () -> builder.build(overlay, output.file(step, "buildLog")));
    if (outcome instanceof BuildOutcome.Built built) {
      output.copy(built.kernel().config(), step, "config");
      output.copy(built.kernel().log(), step, "buildLog");
    }
    return outcome;
  }

  private static String describe(BuildOutcome outcome) {
    if (outcome instanceof BuildOutcome.Built built) {
      return built.kernel().imageHash().substring(0, 12);
    }
    return outcome instanceof BuildOutcome.Failed ? "does not build" : "cannot be configured";
  }

  /** A step whose boot may still be under way. */
  private record Pending(Step step, BuildOutcome build, Optional<Future<CaseRun>> boot) {

    StepRun await() {
      return new StepRun(
          step.name(), step.patch(), build, boot.map(Repetition::await).stream().toList());
    }
  }
}
