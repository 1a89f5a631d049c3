// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.testkit.engine.EngineTestKit;

class SuiteResolverTest {
  private static final UniqueId SUITE =
      UniqueId.forEngine("kverdict").append("suite", Sample.Suite.class.getName());

  @Test
  void annotated_class_is_a_suite_that_is_called_as_the_plan() {
    List<TestDescriptor> found = discover(selectClass(Sample.Suite.class));

    assertThat(found).singleElement().extracting(TestDescriptor::getUniqueId).isEqualTo(SUITE);
    assertThat(found.get(0).getDisplayName()).isEqualTo("sample");
    assertThat(found.get(0).mayRegisterTests()).isTrue();
  }

  @Test
  void other_class_is_none() {
    assertThat(discover(selectClass(SuiteResolverTest.class))).isEmpty();
  }

  @Test
  void nothing_selected_is_nothing_found() {
    assertThat(discover()).isEmpty();
  }

  @Test
  void case_selects_its_suite() {
    UniqueId one = SUITE.append("step", "base").append("case", "builds");

    assertThat(discover(selectUniqueId(one), selectClass(Sample.Suite.class)))
        .singleElement()
        .extracting(TestDescriptor::getUniqueId)
        .isEqualTo(SUITE);
  }

  @Test
  void package_has_its_suites() {
    assertThat(discover(selectPackage("org.kverdict.junit")))
        .extracting(TestDescriptor::getUniqueId)
        .contains(SUITE);
  }

  @Test
  void filter_of_class_names_holds() {
    assertThat(
            EngineTestKit.engine(new KverdictEngine())
                .selectors(selectClass(Sample.Suite.class))
                .filters((Filter<?>) includeClassNamePatterns(".*Other"))
                .discover()
                .getEngineDescriptor()
                .getChildren())
        .isEmpty();
  }

  private static List<TestDescriptor> discover(DiscoverySelector... selectors) {
    return List.copyOf(
        EngineTestKit.engine(new KverdictEngine())
            .selectors(selectors)
            .discover()
            .getEngineDescriptor()
            .getChildren());
  }
}
