// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.kverdict.compare.Policy;
import org.kverdict.compare.Round;
import org.kverdict.compare.Sampling;
import org.kverdict.compare.Turn;
import org.kverdict.failure.InfrastructureException;

/** Runs cases again until all is decided that can be. */
final class Repetition {
  private final Map<String, StepGuests> guests;
  private final Sampling sampling;
  private final ExecutorService threads;
  private final Stopwatch watch;

  Repetition(
      Map<String, StepGuests> guests, Policy policy, ExecutorService threads, Stopwatch watch) {
    this.guests = Map.copyOf(guests);
    this.sampling = new Sampling(policy);
    this.threads = threads;
    this.watch = watch;
  }

  /** The steps with all the runs that it took. */
  List<StepRun> of(List<StepRun> first) {
    Map<String, StepRun> steps = new LinkedHashMap<>();
    first.forEach(step -> steps.put(step.name(), step));
    while (true) {
      Optional<Round> round = sampling.next(steps.values().stream().map(StepRun::results).toList());
      if (round.isEmpty()) {
        return List.copyOf(steps.values());
      }
      watch.time(
          Stage.REPEAT,
          unused -> describe(round.get()),
          () -> {
            run(round.get(), steps);
            return round;
          });
    }
  }

  private void run(Round round, Map<String, StepRun> steps) {
    List<Future<CaseRun>> runs = new ArrayList<>();
    for (Turn turn : round.turns()) {
      runs.add(threads.submit(() -> run(turn)));
    }
    for (int i = 0; i < runs.size(); i++) {
      CaseRun run = await(runs.get(i));
      steps.computeIfPresent(round.turns().get(i).step(), (name, step) -> step.with(run));
    }
  }

  private CaseRun run(Turn turn) {
    StepGuests step = guests.get(turn.step());
    if (step == null) {
      throw new IllegalStateException("no guests at " + turn.step());
    }
    return new CaseRun(
        turn.only(), turn.only().isEmpty() ? step.everything() : step.again(turn.only()));
  }

  private static String describe(Round round) {
    Set<String> steps = new LinkedHashSet<>();
    Set<String> cases = new LinkedHashSet<>();
    boolean all = false;
    for (Turn turn : round.turns()) {
      steps.add(turn.step());
      cases.addAll(turn.only());
      all |= turn.only().isEmpty();
    }
    return (all ? "all cases" : cases.size() + (cases.size() == 1 ? " case" : " cases"))
        + ", "
        + round.turns().size()
        + " runs at "
        + String.join(", ", steps);
  }

  /** What a guest's thread came to. */
  static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException("interrupted while a guest was running", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new InfrastructureException("a guest could not be run: " + e.getCause(), e);
    }
  }
}
