// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.util.ArrayList;
import java.util.List;
import org.kverdict.failure.UsageException;
import org.kverdict.vm.BootSpec;

/**
 * What the kernel is told.
 *
 * <p>Two parameters are left out on purpose. {@code quiet} would hide what the kernel says before
 * it dies. {@code oops=panic} would let one case's oops take all the later cases with it; the
 * console shows the oops anyway.
 */
final class KernelCommandLine {
  private KernelCommandLine() {}

  /**
   * @throws UsageException if it is longer than the kernel keeps
   */
  static String of(BootSpec spec) {
    List<String> parameters = new ArrayList<>();
    // All that the kernel says goes to the first serial port, whose other end is a file.
    parameters.add("console=" + spec.machine().console());
    // A panic resets at once instead of hanging for ever; the machine takes the reset for the end.
    parameters.add("panic=-1");
    // Take the processor's random numbers: a guest with no disk and no network has no other source
    // soon, and getrandom() would block its first caller.
    parameters.add("random.trust_cpu=on");
    // The same addresses in each boot, so that traces can be compared and symbolised.
    parameters.add("nokaslr");
    parameters.addAll(spec.machine().kernelParameters());
    // Last: the kernel lets a later parameter win.
    parameters.addAll(spec.kernelParameters());
    return bounded(String.join(" ", parameters), spec.machine().commandLineLimit());
  }

  private static String bounded(String line, int limit) {
    if (line.length() > limit) {
      throw new UsageException(
          "bad kernel command line of " + line.length() + " characters: want at most " + limit);
    }
    return line;
  }
}
