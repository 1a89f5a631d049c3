// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.kverdict.build.Kernel;
import org.kverdict.compare.Glob;
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

  private final Guests guests;
  private final String step;
  private final Kernel kernel;
  private final Path stateFile;
  private final List<String> isolated;
  private Optional<Path> state = Optional.empty();
  private List<String> announced = List.of();
  private int started;

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
    Start boot = new Start.Boot(Optional.of(stateFile));
    Announced heard = new Announced();
    GuestRun first = guest(boot, () -> bySuite(shared(heard.cases())), heard, true);
    for (int i = 0;
        i < INFRASTRUCTURE_RETRIES && first.isInfrastructure() && !first.cameUp();
        i++) {
      guests.note(step + ": booting again, because " + first.record().outcome().describe());
      first = guest(boot, () -> bySuite(shared(heard.cases())), heard, true);
    }
    announced = heard.cases();
    return withOthers(first);
  }

  /** Runs every case once more. */
  List<GuestRun> everything() {
    return withOthers(
        guest(start(), () -> bySuite(shared(announced)), new Announced(), isolated.isEmpty()));
  }

  private List<GuestRun> withOthers(GuestRun first) {
    List<GuestRun> runs = new ArrayList<>(List.of(first));
    runs.addAll(afterwards(first));
    if (first.cameUp()) {
      groups(announced).forEach(group -> runs.addAll(again(group)));
    }
    return runs;
  }

  /** The cases that need no guest of their own. */
  private List<String> shared(List<String> cases) {
    return cases.stream().filter(it -> group(it).isEmpty()).toList();
  }

  /** Runs these cases, in a guest of their own and in as many more as that takes. */
  List<GuestRun> again(Collection<String> cases) {
    GuestRun run = guest(start(), () -> bySuite(List.copyOf(cases)), new Announced(), false);
    List<GuestRun> runs = new ArrayList<>(List.of(run));
    runs.addAll(afterwards(run));
    return runs;
  }

  /** The guests for what the one before has left unsettled. */
  private List<GuestRun> afterwards(GuestRun first) {
    List<GuestRun> runs = new ArrayList<>();
    GuestRun last = first;
    int retries = 0;
    int before = Integer.MAX_VALUE;
    while (runs.size() < MOST_FRESH) {
      List<String> left = last.unsettled();
      boolean retry = last.isInfrastructure() && retries < INFRASTRUCTURE_RETRIES;
      // A guest that settles nothing would be followed by others that do not, either.
      if (left.isEmpty() || !(retry || (last.cameUp() && left.size() < before))) {
        return runs;
      }
      retries += last.isInfrastructure() ? 1 : 0;
      before = left.size();
      guests.note(step + ": " + left.size() + again(last));
      List<String> todo = left;
      last = guest(start(), () -> bySuite(todo), new Announced(), false);
      runs.add(last);
    }
    return runs;
  }

  private static String again(GuestRun last) {
    return " cases run in a fresh guest, because "
        + (last.doubtful().isEmpty()
            ? last.record().outcome().describe()
            : "what came before leaves the kernel doubtful");
  }

  private Start start() {
    return state.<Start>map(Start.Saved::new).orElseGet(Start::boot);
  }

  private synchronized GuestRun guest(
      Start start, Supplier<Map<String, List<String>>> cases, Announced announced, boolean whole) {
    started++;
    String name = step + "-" + started;
    Supplier<Work> work = () -> new Work(name, cases.get());
    GuestRun run;
    try {
      run = guests.run(step, started, kernel, start, work, announced, whole);
    } catch (InfrastructureException e) {
      if (!(start instanceof Start.Saved) || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      guests.note(step + ": cannot go on from the saved state, booting instead: " + e.getMessage());
      state = Optional.empty();
      run = guests.run(step, started, kernel, Start.boot(), work, announced, whole);
    }
    if (run.record().save() instanceof SaveOutcome.Saved saved) {
      state = Optional.of(saved.state());
    } else if (run.record().save() instanceof SaveOutcome.Refused refused) {
      guests.note(
          step + ": repeats have to boot, this machine cannot save its state: " + refused.reason());
    }
    return run;
  }

  private Optional<String> group(String caseName) {
    return isolated.stream().filter(glob -> Glob.matches(glob, caseName)).findFirst();
  }

  private List<List<String>> groups(List<String> announced) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String name : announced) {
      group(name)
          .ifPresent(glob -> groups.computeIfAbsent(glob, key -> new ArrayList<>()).add(name));
    }
    return List.copyOf(groups.values());
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

    synchronized void add(String name) {
      // What is no name of the protocol's could not be asked for.
      if (cases.size() < MOST_CASES && CaseName.isOne(name)) {
        cases.add(name);
      }
    }

    synchronized List<String> cases() {
      return List.copyOf(cases);
    }
  }
}
