// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kverdict.failure.UsageException;

class BootSpecTest {
  private static final BootSpec SPEC =
      BootSpec.of(
          Path.of("bzImage"),
          Path.of("i.cpio"),
          new Deadlines(Duration.ofSeconds(60), Duration.ofSeconds(120)));

  @Test
  void bounds_are_in_the_message() {
    assertThatThrownBy(() -> SPEC.withCpus(0))
        .isInstanceOf(UsageException.class)
        .hasMessage("bad cpu count 0: want 1 to 64");
    assertThatThrownBy(() -> SPEC.withMemoryMiB(70000))
        .isInstanceOf(UsageException.class)
        .hasMessage("bad memory size in MiB 70000: want 32 to 65536");
    assertThatThrownBy(() -> new Deadlines(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(UsageException.class)
        .hasMessage("bad boot deadline PT0S: want more than PT0S, at most PT24H");
    assertThatThrownBy(() -> SPEC.withKernelParameters(List.of("a\nb")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("bad kernel parameter");
  }

  @Test
  void paths_are_absolute_and_parameters_add_up() {
    List<String> given = new ArrayList<>(List.of("b"));
    BootSpec spec = SPEC.withKernelParameters(List.of("a")).withKernelParameters(given);
    given.add("c");

    assertThat(spec.kernel()).isAbsolute();
    assertThat(spec.initramfs()).isAbsolute();
    assertThat(spec.kernelParameters()).containsExactly("a", "b");
  }
}
