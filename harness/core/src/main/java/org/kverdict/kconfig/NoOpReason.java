// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import java.util.List;

/**
 * Why a change of a file made no difference to a kernel.
 *
 * @param file its path below the tree's top
 * @param kind the kind of reason
 * @param options the options that would have compiled it and did not, from the file outwards
 * @param text one line for people, which begins with the path
 */
public record NoOpReason(String file, Kind kind, List<String> options, String text) {

  /** The kinds of reason. */
  public enum Kind {
    /** Options or conditions leave it out of the kernel. */
    NOT_COMPILED,
    /** It is compiled, and the change makes no difference to the code. */
    SAME_CODE,
    /** A header: what includes it is not known. */
    HEADER,
    /** Code of another architecture. */
    OTHER_ARCHITECTURE,
    /** Part of how the kernel is configured and built. */
    BUILD_FILE,
    /** Documentation, tools and the like, of which nothing goes into a kernel. */
    NOT_KERNEL,
    /** No Makefile says what compiles it. */
    UNKNOWN
  }

  /** Copies. */
  public NoOpReason {
    options = List.copyOf(options);
  }
}
