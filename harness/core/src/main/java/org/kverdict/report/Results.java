// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.kverdict.results.Outcome;

/**
 * A verdict as typed values, for assertions: {@code results.at("+2").outcome("kcov/...")}.
 *
 * @param document all of it
 */
public record Results(VerdictDocument document) {

  /** The steps' names, in order. */
  public List<String> steps() {
    return document.steps().stream().map(VerdictDocument.Step::name).toList();
  }

  /** The cases' names. */
  public List<String> cases() {
    return document.cases().stream().map(VerdictDocument.Case::name).toList();
  }

  /**
   * One step's results.
   *
   * @param step {@code base}, {@code +1}, ...
   * @throws NoSuchElementException if there is no such step; it names those that there are
   */
  public At at(String step) {
    if (!steps().contains(step)) {
      throw new NoSuchElementException("no step \"" + step + "\": there are " + steps());
    }
    return new At(document, step);
  }

  /** The results of the step without the series. */
  public At base() {
    return at(steps().get(0));
  }

  /** The results of the step with all of the series. */
  public At patched() {
    return at(steps().get(steps().size() - 1));
  }

  /**
   * A case's verdict word, as in {@code fixed}.
   *
   * @throws NoSuchElementException if there is no such case
   */
  public String verdict(String caseName) {
    return find(document, caseName).verdict();
  }

  /**
   * One step's results.
   *
   * @param document all of the verdict
   * @param step the step's name
   */
  public record At(VerdictDocument document, String step) {

    /**
     * What came of a case.
     *
     * @throws NoSuchElementException if there is no such case, or it did not run at this step
     */
    public Outcome outcome(String caseName) {
      return Optional.ofNullable(find(document, caseName).outcomes().get(step))
          .flatMap(Outcome::ofWord)
          .orElseThrow(() -> new NoSuchElementException(caseName + " did not run at " + step));
    }

    /** The signal that ended a case, as in {@code SIGBUS}. */
    public Optional<String> signal(String caseName) {
      return detail(caseName).flatMap(VerdictDocument.Detail::signal);
    }

    /** What a case saw where more than one answer is right, as in {@code EBUSY}. */
    public Optional<String> observed(String caseName) {
      return detail(caseName).flatMap(VerdictDocument.Detail::observed);
    }

    /** Why a case did not pass. */
    public Optional<String> message(String caseName) {
      return detail(caseName).flatMap(VerdictDocument.Detail::message);
    }

    /** The cases that ran. */
    public List<String> cases() {
      return document.cases().stream()
          .filter(it -> it.outcomes().containsKey(step))
          .map(VerdictDocument.Case::name)
          .toList();
    }

    private Optional<VerdictDocument.Detail> detail(String caseName) {
      return Optional.ofNullable(find(document, caseName).details().get(step));
    }
  }

  private static VerdictDocument.Case find(VerdictDocument document, String caseName) {
    return document.cases().stream()
        .filter(it -> it.name().equals(caseName))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no case \"" + caseName + "\" in the run"));
  }
}
