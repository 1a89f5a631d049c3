// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.kverdict.build.Kernel;
import org.kverdict.compare.Glob;
import org.kverdict.console.Fault;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.results.CaseName;
import org.kverdict.vm.SaveOutcome;
import org.kverdict.vm.Start;
import org.kverdict.vm.Work;

/**
 * The guests of one step. The first boots and saves its state when it is ready; the others go on
 * from there, or boot where that is not possible.
 */
final class StepGuests {
  /** How many guests may die of the host's troubles before that is the result. */
  private static final int INFRASTRUCTURE_RETRIES = 2;

  /** A suite in which every case breaks the kernel would otherwise take a guest for each. */
  private static final int MOST_FRESH = 12;

  /** As many as all cases have at least: a difference in them is repeated after another boot. */
  private static final int RUNS_OF_FIRST_BOOT = 4;

  private final Guests guests;
  private final String step;
  private final Kernel kernel;
  private final Path stateFile;
  private final List<String> isolated;
  private final List<Fault> bootFaults = new ArrayList<>();
  private Optional<Path> state = Optional.empty();
  private boolean canSave = true;
  private List<String> announced = List.of();
  private int started;
  private int runs;
  private int bootAfter = RUNS_OF_FIRST_BOOT;

  /**
   * @param guests what they have in common with other steps'
   * @param step the step's name
   * @param kernel what boots
   * @param stateFile where the state of the first is kept meanwhile
   * @param isolated globs of case names; what one of them matches gets a guest of its own
   */
  StepGuests(Guests guests, String step, Kernel kernel, Path stateFile, List<String> isolated) {
    this.guests = guests;
    this.step = step;
    this.kernel = kernel;
    this.stateFile = stateFile;
    this.isolated = List.copyOf(isolated);
  }

  /** Boots, and runs every case once. */
  List<GuestRun> boot() {
    runs = 1;
    Announced heard = new Announced();
    GuestRun first = boot(heard);
    for (int i = 0;
        i < INFRASTRUCTURE_RETRIES && first.isInfrastructure() && !first.cameUp();
        i++) {
      guests.note(step + ": booting again, because " + first.record().outcome().describe());
      // In its place: it tells of the host, and nothing of the kernel.
      started--;
      heard = new Announced();
      first = boot(heard);
    }
    List<GuestRun> all = new ArrayList<>(List.of(first));
    if (!first.cameUp() && !first.isInfrastructure()) {
      // One boot that takes too long may be the host's doing.
      guests.note(step + ": booting once more, because " + first.record().outcome().describe());
      heard = new Announced();
      first = boot(heard);
      all.add(first);
    }
    announced = heard.cases();
    all.addAll(afterwards(first));
    if (first.cameUp()) {
      groups(announced).stream().skip(1).forEach(group -> all.addAll(inOwnGuest(group)));
    }
    return all;
  }

  private GuestRun boot(Announced heard) {
    return guest(
        booting(),
        () -> groups(heard.cases()).stream().findFirst().orElse(List.of()),
        heard,
        isolated.isEmpty());
  }

  /** Runs every case once more. */
  List<GuestRun> everything() {
    return run(announced);
  }

  /** Runs these cases, in guests of their own and in as many more as that takes. */
  List<GuestRun> again(Collection<String> cases) {
    return run(List.copyOf(cases));
  }

  private synchronized List<GuestRun> run(List<String> cases) {
    runs++;
    // What was drawn by lot at a boot is the same in all that goes on from it. So that it does not
    // pass for a property of the kernel, there are more boots, ever fewer for the runs they cost.
    if (runs > bootAfter) {
      bootAfter *= RUNS_OF_FIRST_BOOT;
      state = Optional.empty();
    }
    List<GuestRun> all = new ArrayList<>();
    groups(cases).forEach(group -> all.addAll(inOwnGuest(group)));
    return all;
  }

  private List<GuestRun> inOwnGuest(List<String> cases) {
    GuestRun run = guest(start(), () -> cases, new Announced(), false);
    List<GuestRun> all = new ArrayList<>(List.of(run));
    all.addAll(afterwards(run));
    return all;
  }

  /** The guests for what the one before has left unsettled. */
  private List<GuestRun> afterwards(GuestRun first) {
    List<GuestRun> more = new ArrayList<>();
    GuestRun last = first;
    int retries = 0;
    int before = Integer.MAX_VALUE;
    while (more.size() < MOST_FRESH) {
      List<String> left = last.unsettled();
      boolean retry = last.isInfrastructure() && retries < INFRASTRUCTURE_RETRIES;
      // A guest that settles nothing would be followed by others that do not, either.
      if (left.isEmpty() || !(retry || (last.cameUp() && left.size() < before))) {
        return more;
      }
      retries += last.isInfrastructure() ? 1 : 0;
      before = left.size();
      guests.note(step + ": " + left.size() + again(last));
      last = guest(start(), () -> left, new Announced(), false);
      more.add(last);
    }
    return more;
  }

  private static String again(GuestRun last) {
    return " cases run in a fresh guest, because "
        + (last.doubtful().isEmpty()
            ? last.record().outcome().describe()
            : "what came before leaves the kernel doubtful");
  }

  private Start start() {
    return state.<Start>map(Start.Saved::new).orElseGet(this::booting);
  }

  private Start booting() {
    return new Start.Boot(Optional.of(stateFile).filter(file -> canSave));
  }

  private synchronized GuestRun guest(
      Start start, Supplier<List<String>> cases, Announced heard, boolean whole) {
    started++;
    String name = step + "-" + started;
    // Told on the machine's thread, and not before a guest that boots has announced its cases.
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    Supplier<Work> work =
        () -> {
          asked.clear();
          asked.addAll(cases.get());
          return new Work(name, bySuite(List.copyOf(asked)));
        };
    Supplier<GuestRun.Request> request =
        () -> new GuestRun.Request(asked, whole ? guests.suites() : List.of(), bootFaults);
    GuestRun run;
    try {
      run = guests.run(step, started, kernel, start, work, heard, request);
    } catch (InfrastructureException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      String trouble =
          start instanceof Start.Saved ? ": cannot go on from the saved state" : ": cannot boot";
      guests.note(step + trouble + ", trying a boot: " + e.getMessage());
      run = guests.run(step, started, kernel, booting(), work, heard, request);
    }
    remember(run);
    return run;
  }

  /** What this guest tells of the step's kernel and of its state. */
  private void remember(GuestRun run) {
    if (run.restored()) {
      return;
    }
    state = Optional.empty();
    List<Fault> unknown =
        run.bootFaults().stream().filter(f -> bootFaults.stream().noneMatch(f::isSameAs)).toList();
    bootFaults.addAll(unknown);
    if (run.record().save() instanceof SaveOutcome.Saved saved && unknown.isEmpty()) {
      // A state of a kernel that has just lost its footing would pass that on to all repeats.
      state = Optional.of(saved.state());
    } else if (run.record().save() instanceof SaveOutcome.Refused refused) {
      canSave = false;
      guests.note(
          step + ": repeats have to boot, this machine cannot save its state: " + refused.reason());
    }
  }

  private Optional<String> group(String caseName) {
    return isolated.stream().filter(glob -> Glob.matches(glob, caseName)).findFirst();
  }

  /** The cases that share a guest: first those that need none of their own, if there are any. */
  private List<List<String>> groups(List<String> cases) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    List<String> shared = cases.stream().filter(name -> group(name).isEmpty()).toList();
    for (String name : cases) {
      group(name)
          .ifPresent(glob -> groups.computeIfAbsent(glob, key -> new ArrayList<>()).add(name));
    }
    List<List<String>> all = new ArrayList<>(groups.values());
    if (!shared.isEmpty()) {
      all.add(0, shared);
    }
    return all;
  }

  private static Map<String, List<String>> bySuite(List<String> cases) {
    Map<String, List<String>> suites = new LinkedHashMap<>();
    for (String name : cases) {
      String suite = name.substring(0, Math.max(0, name.indexOf('/')));
      suites.computeIfAbsent(suite, key -> new ArrayList<>()).add(name);
    }
    return suites;
  }

  /** The cases that a guest says it has; told on another thread than it is asked on. */
  static final class Announced {
    /** What init can run: more is a guest's way to use up the harness's memory. */
    private static final int MOST_CASES = 64 * 1024;

    private final Set<String> cases = new LinkedHashSet<>();
    private boolean closed;

    /** From now on a case may be speaking. */
    synchronized void close() {
      closed = true;
    }

    synchronized void add(String name) {
      // What is no name of the protocol's could not be asked for.
      if (!closed && cases.size() < MOST_CASES && CaseName.isOne(name)) {
        cases.add(name);
      }
    }

    synchronized List<String> cases() {
      return List.copyOf(cases);
    }
  }
}
