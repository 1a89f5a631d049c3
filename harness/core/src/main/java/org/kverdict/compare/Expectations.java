// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a plan says that the series does.
 *
 * @param fixed the cases that it fixes
 * @param changed the cases that it changes
 * @param othersSame whether every other case must behave as before; a flaky one does
 */
public record Expectations(Set<String> fixed, Set<String> changed, boolean othersSame) {
  /** Copies. */
  public Expectations {
    fixed = Collections.unmodifiableSet(new LinkedHashSet<>(fixed));
    changed = Collections.unmodifiableSet(new LinkedHashSet<>(changed));
  }

  /** Nothing is expected. */
  public static Expectations none() {
    return new Expectations(Set.of(), Set.of(), false);
  }

  /** Whether there is anything to hold the series to. */
  public boolean sayAnything() {
    return othersSame || !fixed.isEmpty() || !changed.isEmpty();
  }

  /** Whether the plan says so of this case. */
  public boolean expects(String caseName, CaseVerdict verdict) {
    return switch (verdict) {
      case FIXED -> fixed.contains(caseName);
      case CHANGED -> changed.contains(caseName);
      default -> false;
    };
  }

  /** What was expected and is not so, one line each. */
  public List<String> unmet(List<CaseComparison> cases) {
    List<String> unmet = new ArrayList<>();
    Map<String, CaseVerdict> verdicts =
        cases.stream().collect(Collectors.toMap(CaseComparison::name, CaseComparison::verdict));
    require(fixed, CaseVerdict.FIXED, verdicts, unmet);
    require(changed, CaseVerdict.CHANGED, verdicts, unmet);
    if (othersSame) {
      verdicts.forEach(
          (name, verdict) -> {
            boolean asBefore = verdict == CaseVerdict.SAME || verdict == CaseVerdict.FLAKY;
            if (!fixed.contains(name) && !changed.contains(name) && !asBefore) {
              unmet.add(name + ": want same (the plan lists no change), got " + verdict.word());
            }
          });
    }
    unmet.sort(null);
    return unmet;
  }

  private static void require(
      Set<String> names,
      CaseVerdict wanted,
      Map<String, CaseVerdict> verdicts,
      List<String> unmet) {
    for (String name : names) {
      CaseVerdict actual = verdicts.get(name);
      if (actual != wanted) {
        String got = actual == null ? "no such case ran" : actual.word();
        unmet.add(name + ": want " + wanted.word() + ", got " + got);
      }
    }
  }
}
