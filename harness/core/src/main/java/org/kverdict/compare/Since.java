// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the step at which a case began to behave otherwise. No test: it is a pointer for people.
 */
final class Since {
  private final List<Sightings> ran;
  private final String name;

  Since(List<Sightings> steps, String name) {
    this.ran = steps.stream().filter(step -> !step.neverRan()).toList();
    this.name = name;
  }

  Optional<String> step(Trial trial) {
    Optional<String> byUsual = firstChange(this::usual);
    if (byUsual.isPresent() || !trial.isSignificant()) {
      return byUsual;
    }
    // It does what it usually did, only less often: which end is each step more like?
    double before = badness(ran.get(0));
    double after = badness(ran.get(ran.size() - 1));
    return firstChange(step -> Math.abs(badness(step) - after) < Math.abs(badness(step) - before));
  }

  /** "Not there", "nothing is known", or a behaviour. */
  private Object usual(Sightings step) {
    return step.has(name)
        ? step.observations(name).usual().<Object>map(it -> it).orElse(Observations.UNKNOWN)
        : "";
  }

  private double badness(Sightings step) {
    Observations seen = step.observations(name);
    int bad = seen.count(Behaviour::isBad);
    int good = seen.count(Behaviour::isGood);
    return bad + good == 0 ? 0 : (double) bad / (bad + good);
  }

  private Optional<String> firstChange(Function<Sightings, Object> aspect) {
    for (int i = 1; i < ran.size(); i++) {
      if (!Objects.equals(aspect.apply(ran.get(i - 1)), aspect.apply(ran.get(i)))) {
        return Optional.of(ran.get(i).name());
      }
    }
    return Optional.empty();
  }
}
