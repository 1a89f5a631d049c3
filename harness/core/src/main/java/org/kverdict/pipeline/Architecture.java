// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.util.List;
import java.util.stream.Collectors;
import org.kverdict.build.Target;
import org.kverdict.failure.UsageException;
import org.kverdict.vm.MachineType;

/**
 * An architecture, as data: how it is built and what it boots on.
 *
 * @param name as in {@code arch: x86_64}
 * @param target what make is told
 * @param machine what it boots on
 */
record Architecture(String name, Target target, MachineType machine) {
  private static final List<Architecture> ALL =
      List.of(new Architecture("x86_64", Target.X86_64, MachineType.X86_64));

  static Architecture named(String name) {
    return ALL.stream()
        .filter(architecture -> architecture.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "unknown architecture \""
                        + name
                        + "\": want "
                        + ALL.stream().map(Architecture::name).collect(Collectors.joining(", "))));
  }
}
