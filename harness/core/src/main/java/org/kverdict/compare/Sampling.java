// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what to run next. The same results give the same answer, and it comes to an end: a case
 * is never run more often at a step than the policy allows.
 *
 * <p>First all cases run once at each step, then as often as the policy wants them at least without
 * the series and with all of it. Which cases go on from there, {@link Candidates} says.
 */
public final class Sampling {
  private final Policy policy;

  /** A sampling under a policy. */
  public Sampling(Policy policy) {
    this.policy = policy;
  }

  /**
   * The runs to be made next; none if all is decided that can be.
   *
   * @param steps in order, with what they have so far, the unpatched one first; at least one. One
   *     without a kernel is passed over
   */
  public Optional<Round> next(List<StepResults> steps) {
    List<List<Turn>> wanted = wholeRuns(steps);
    if (wanted.isEmpty() && isWorthwhile(steps) && !policy.repeats().isFixed()) {
      wanted = new Candidates(steps, policy).turns();
    }
    return wanted.isEmpty() ? Optional.empty() : Optional.of(new Round(interleaved(wanted)));
  }

  private List<List<Turn>> wholeRuns(List<StepResults> steps) {
    boolean first = steps.stream().allMatch(step -> step.runs().isEmpty());
    List<List<Turn>> wanted = new ArrayList<>();
    for (StepResults step : steps) {
      int target = first || !isWorthwhile(steps) ? 1 : target(step, steps);
      int have = (int) step.runs().stream().filter(RunResults::isWhole).count();
      if (step.kernelHash().isPresent() && have < target) {
        wanted.add(Collections.nCopies(target - have, new Turn(step.name(), Set.of())));
      }
    }
    return wanted;
  }

  private int target(StepResults step, List<StepResults> steps) {
    if (policy.repeats().isFixed()) {
      return policy.repeats().least();
    }
    boolean compared = steps.size() > 1 && !isNoOp(steps);
    boolean end = step.equals(steps.get(0)) || step.equals(steps.get(steps.size() - 1));
    return compared && end ? policy.repeats().least() : 1;
  }

  /** Where all kernels are one, or one that matters says nothing, more runs tell no more. */
  private boolean isWorthwhile(List<StepResults> steps) {
    boolean oneKernel =
        steps.size() > 1
            && !policy.selfTest()
            && steps.stream().allMatch(steps.get(0)::isSameKernel);
    return !oneKernel && !steps.get(0).neverRan() && !steps.get(steps.size() - 1).neverRan();
  }

  private boolean isNoOp(List<StepResults> steps) {
    return !policy.selfTest() && steps.get(0).isSameKernel(steps.get(steps.size() - 1));
  }

  /** One run of each step in turn, now from the first to the last, now the other way round. */
  private static List<Turn> interleaved(List<List<Turn>> wanted) {
    List<Turn> turns = new ArrayList<>();
    int rounds = wanted.stream().mapToInt(List::size).max().orElse(0);
    List<List<Turn>> order = new ArrayList<>(wanted);
    for (int i = 0; i < rounds; i++) {
      for (List<Turn> step : order) {
        if (i < step.size()) {
          turns.add(step.get(i));
        }
      }
      Collections.reverse(order);
    }
    return turns;
  }
}
