// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Something that boots kernels. */
public interface Machine {
  /** The longest line of results, in bytes, without its newline. */
  int LINE_LIMIT = 64 << 10;

  /** The most that is kept of the console's log, and of the results, in bytes each. */
  long FILE_LIMIT = 64L << 20;

  /**
   * Starts a guest, gives it work when it is ready, and stays until it has ended, by itself or at a
   * deadline. Whatever happens, nothing that was started is left running.
   *
   * @param spec what to boot
   * @param start whether to boot it, or to go on from a state that an earlier run saved
   * @param work what the guest is to do; asked when the guest is ready, after the listener has
   *     heard of all that it announced
   * @param outputFolder receives {@code console.log} and {@code results.jsonl}; made if missing.
   *     What does not fit into {@link #FILE_LIMIT} is dropped, and a last line says how much.
   * @param listener hears of the guest's lines as they come
   * @throws org.kverdict.failure.InfrastructureException if the machine could not be started or no
   *     longer answers, what the guest sent could not be kept, or the calling thread was
   *     interrupted (and still is); never for what a guest does
   */
  RunRecord run(
      BootSpec spec, Start start, Supplier<Work> work, Path outputFolder, GuestListener listener);
}
