// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kverdict.failure.UsageException;

/**
 * What is to be booted, and on what.
 *
 * @param kernel the kernel image; made absolute
 * @param initramfs the archive the guest boots into; made absolute
 * @param machine the kind of machine
 * @param memoryMiB the guest's memory in MiB, 32 to 65536
 * @param cpus the number of its processors, 1 to 64
 * @param kernelParameters further kernel parameters; a later one wins over an earlier
 * @param deadlines how long it may take
 */
public record BootSpec(
    Path kernel,
    Path initramfs,
    MachineType machine,
    int memoryMiB,
    int cpus,
    List<String> kernelParameters,
    Deadlines deadlines) {

  /** Checks the bounds and copies. */
  public BootSpec {
    kernel = kernel.toAbsolutePath();
    initramfs = initramfs.toAbsolutePath();
    require("memory size in MiB", memoryMiB, 32, 65536);
    require("cpu count", cpus, 1, 64);
    kernelParameters = List.copyOf(kernelParameters);
    kernelParameters.forEach(BootSpec::requireParameter);
  }

  /** A PC with two processors, which is what most races need, and 512 MiB. */
  public static BootSpec of(Path kernel, Path initramfs, Deadlines deadlines) {
    return new BootSpec(kernel, initramfs, MachineType.X86_64, 512, 2, List.of(), deadlines);
  }

  /** The same with this much memory, in MiB. */
  public BootSpec withMemoryMiB(int size) {
    return new BootSpec(kernel, initramfs, machine, size, cpus, kernelParameters, deadlines);
  }

  /** The same with this many processors. */
  public BootSpec withCpus(int count) {
    return new BootSpec(kernel, initramfs, machine, memoryMiB, count, kernelParameters, deadlines);
  }

  /** The same with these kernel parameters after those it has. */
  public BootSpec withKernelParameters(List<String> more) {
    List<String> all = new ArrayList<>(kernelParameters);
    all.addAll(more);
    return new BootSpec(kernel, initramfs, machine, memoryMiB, cpus, all, deadlines);
  }

  private static void require(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UsageException("bad " + what + " " + value + ": want " + least + " to " + most);
    }
  }

  private static void requireParameter(String parameter) {
    if (parameter.isBlank() || parameter.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException(
          "bad kernel parameter '" + parameter + "': want printable text, as in panic=-1");
    }
  }
}
