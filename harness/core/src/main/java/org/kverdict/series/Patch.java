// SPDX-License-Identifier: Apache-2.0
package org.kverdict.series;

import java.nio.file.Path;

/**
 * One patch of a series.
 *
 * @param number its place in the series, from 1
 * @param name its file's name, or {@code MBOX#n} for the n-th mail of an mbox
 * @param subject the mail's subject without {@code [PATCH ...]}; the name if there is none
 * @param author as in {@code Name <address>}; empty if unknown
 * @param file the whole mail or diff, as it was given
 * @param diff the diff alone, in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // Copied on the way in and out; never compared.
public record Patch(
    int number, String name, String subject, String author, Path file, byte[] diff) {
  /** Checks and copies. */
  public Patch {
    diff = diff.clone();
  }

  /** A copy of the diff. */
  @Override
  public byte[] diff() {
    return diff.clone();
  }
}
