// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kverdict.failure.UsageException;

class SignificanceTest {

  @ParameterizedTest(name = "{0} with and {1} without, {2} with and {3} without: p = {4}")
  @CsvSource({
    // By hand: two of C(2n, n) ways to deal the runs out separate them wholly.
    "8, 0, 0, 8, 1.554001554001554e-4",
    "7, 0, 0, 7, 5.827505827505828e-4",
    "5, 0, 0, 5, 7.936507936507936e-3",
    // Fisher's tea: (16 + 16 + 1 + 1) / 70.
    "3, 1, 1, 3, 0.4857142857142857",
    // Computed by another implementation.
    "1, 9, 11, 3, 2.7594561852200836e-3",
    "4, 36, 24, 16, 4.233280198347904e-6",
    "10, 2, 3, 15, 5.367241191434357e-4",
    "4, 4, 0, 0, 1",
    "8, 0, 8, 0, 1",
    "0, 8, 0, 8, 1",
  })
  void fishers_test_is_exact(int a, int b, int c, int d, double pValue) {
    assertThat(Significance.pValue(a, b, c, d)).isCloseTo(pValue, within(pValue * 1e-8));
    assertThat(Significance.pValue(c, d, a, b)).isCloseTo(pValue, within(pValue * 1e-8));
  }

  @ParameterizedTest(name = "{0} comparisons: {1} runs at least")
  @CsvSource({"1, 5", "2, 5", "75, 8", "150, 8", "675, 10"})
  void the_first_look_is_where_the_clearest_difference_is_significant(int comparisons, int runs) {
    Significance significance = new Significance(Repeats.sequential(), comparisons);

    assertThat(significance.leastRuns()).isEqualTo(runs);
    assertThat(significance.looks().get(0).runs()).isEqualTo(runs);
  }

  @Test
  void later_looks_grow_up_to_the_most_runs() {
    assertThat(new Significance(Repeats.sequential(), 75).looks())
        .extracting(Look::runs)
        .containsExactly(8, 12, 17, 24, 34, 48, 64);
  }

  @ParameterizedTest(name = "{0} to {1} runs, {2} comparisons")
  @CsvSource({
    "1, 64, 1",
    "4, 64, 75",
    "4, 64, 2000",
    "20, 64, 75",
    "1, 9, 75",
    "1, 1, 75",
    "8, 8, 75",
    "4, 1000, 75"
  })
  void all_looks_of_all_cases_together_spend_no_more_than_alpha(
      int least, int most, int comparisons) {
    double spent =
        new Significance(new Repeats(least, most, 0.05), comparisons)
            .looks().stream().mapToDouble(Look::threshold).sum();

    assertThat(spent * comparisons).isLessThanOrEqualTo(0.05 * (1 + 1e-9));
  }

  @Test
  void a_fixed_number_of_runs_is_looked_at_once() {
    assertThat(new Significance(Repeats.exactly(7), 75).looks())
        .singleElement()
        .isEqualTo(new Look(7, 0.05 / 75));
    assertThat(new Significance(Repeats.exactly(1), 75).leastRuns()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 0.05", "4, 3, 0.05", "1, 1001, 0.05", "1, 4, 0", "1, 4, 1", "1, 4, NaN"})
  void what_makes_no_sense_is_refused(int least, int most, double alpha) {
    assertThatThrownBy(() -> new Repeats(least, most, alpha))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("want");
  }
}
