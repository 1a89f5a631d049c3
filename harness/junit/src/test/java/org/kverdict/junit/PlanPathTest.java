// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlanPathTest {

  @Test
  void starts_at_the_working_folder() {
    assertThat(PlanPath.find(Sample.PLAN)).isEqualTo(Path.of(Sample.PLAN).toAbsolutePath());
  }

  @Test
  void goes_on_at_kverdicts_home() {
    assertThat(PlanPath.find("guest-tests/kcov/kcov-mmap.yaml")).isRegularFile().isAbsolute();
  }

  @Test
  void stem_is_the_name_without_the_extension() {
    assertThat(PlanPath.stem(Path.of("a.b/kcov-v6.1.yaml"))).isEqualTo("kcov-v6.1");
    assertThat(PlanPath.stem(Path.of("plan"))).isEqualTo("plan");
  }
}
