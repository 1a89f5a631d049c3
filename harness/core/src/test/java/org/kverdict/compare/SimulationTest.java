// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How often the verdict is wrong, and how often it misses something; 75 cases, two of them flaky.
 */
class SimulationTest {
  private static final String RARE = "demo/fails_in_10_percent";
  private static final String OFTEN = "demo/fails_in_50_percent";
  private static final Policy SELF_TEST = new Policy(Repeats.sequential(), List.of(), true);
  private static final Set<CaseVerdict> WRONG =
      Set.of(CaseVerdict.FIXED, CaseVerdict.REGRESSED, CaseVerdict.CHANGED);

  @Test
  void a_kernel_compared_with_itself_is_called_different_no_more_often_than_alpha_allows() {
    int comparisons = 300;
    int wrong = 0;
    int wrongOfTheFirstHundred = 0;
    long runs = 0;
    int unclear = 0;
    for (int seed = 0; seed < comparisons; seed++) {
      FakeLab lab =
          new FakeLab(SELF_TEST, seed).step("base", "a", cases(0.1)).step("A/A", "a", cases(0.1));
      List<CaseComparison> cases = lab.compare().cases();
      boolean isWrong = cases.stream().anyMatch(it -> WRONG.contains(it.verdict()));
      unclear += cases.stream().anyMatch(it -> it.verdict() == CaseVerdict.INCONCLUSIVE) ? 1 : 0;
      wrong += isWrong ? 1 : 0;
      runs += lab.runsOf(RARE, "base");
      wrongOfTheFirstHundred += isWrong && seed < 100 ? 1 : 0;
    }

    assertThat(wrongOfTheFirstHundred).isZero();
    // Two flaky cases, each of which differs remarkably in one of 20 comparisons at most.
    assertThat(unclear).isLessThanOrEqualTo(comparisons / 10);
    // It is given up when nothing may plausibly come of it: after 16 runs of 64 on average.
    assertThat(runs / comparisons).isLessThan(SELF_TEST.repeats().most() / 3);
    assertThat(wrong).isLessThanOrEqualTo((int) (comparisons * SELF_TEST.repeats().alpha()));
  }

  @Test
  void a_change_from_10_to_60_percent_is_found() {
    int comparisons = 100;
    int found = 0;
    for (int seed = 0; seed < comparisons; seed++) {
      FakeLab lab =
          new FakeLab(SELF_TEST, seed).step("base", "a", cases(0.1)).step("+1", "b", cases(0.6));
      found +=
          lab.compare().cases().stream()
                  .anyMatch(it -> it.name().equals(RARE) && it.verdict() == CaseVerdict.REGRESSED)
              ? 1
              : 0;
    }

    assertThat(found).isGreaterThanOrEqualTo((int) (0.95 * comparisons));
  }

  /** Steady cases, and two that are flaky, of which one may get worse. */
  private static Map<String, Double> cases(double rare) {
    Map<String, Double> cases = new LinkedHashMap<>();
    IntStream.range(0, 73).forEach(i -> cases.put("demo/steady" + i, 0.0));
    cases.put(RARE, rare);
    cases.put(OFTEN, 0.5);
    return cases;
  }
}
