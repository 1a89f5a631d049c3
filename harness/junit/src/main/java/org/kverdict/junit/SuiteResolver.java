// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds suites among the classes that somebody selected, and no others. */
final class SuiteResolver implements SelectorResolver {
  private final Predicate<String> classNames;

  /**
   * @param classNames the class names that the request's filters let through
   */
  SuiteResolver(Predicate<String> classNames) {
    this.classNames = classNames;
  }

  static boolean isSuite(Class<?> candidate) {
    return AnnotationSupport.isAnnotated(candidate, VerdictSuite.class);
  }

  @Override
  public Resolution resolve(ClassSelector selector, Context context) {
    if (!classNames.test(selector.getClassName())) {
      return Resolution.unresolved();
    }
    Class<?> candidate = selector.getJavaClass();
    return AnnotationSupport.findAnnotation(candidate, VerdictSuite.class)
        .flatMap(
            suite ->
                context.addToParent(
                    parent ->
                        Optional.of(
                            new SuiteDescriptor(parent.getUniqueId(), candidate, suite.value()))))
        .map(suite -> Resolution.match(Match.exact(suite)))
        .orElseGet(Resolution::unresolved);
  }

  /** A step or a case cannot run alone: whoever selects one gets the suite. */
  @Override
  public Resolution resolve(UniqueIdSelector selector, Context context) {
    return selector.getUniqueId().getSegments().stream()
        .filter(segment -> segment.getType().equals(SuiteDescriptor.SEGMENT))
        .map(UniqueId.Segment::getValue)
        .findFirst()
        .map(name -> Resolution.selectors(Set.of(selectClass(name))))
        .orElseGet(Resolution::unresolved);
  }
}
