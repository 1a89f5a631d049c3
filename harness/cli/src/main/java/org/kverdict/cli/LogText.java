// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;

/**
 * A kernel log as it was read.
 *
 * @param text its content; bytes that are no UTF-8 become U+FFFD
 * @param note that it is not all of the log, if it is not
 */
record LogText(String text, Optional<String> note) {
  /** More than any kernel says before it is of no use; a console may be flooded without end. */
  static final int BOUND_MIB = 64;

  /**
   * Reads a log up to the bound.
   *
   * @param name a file, or {@code -} for standard input
   * @throws UsageException if there is no such file
   */
  static LogText read(String name) {
    if (name.equals("-")) {
      return read(System.in, "standard input", BOUND_MIB);
    }
    Path file = Path.of(name);
    if (!Files.exists(file)) {
      throw new UsageException("the log " + name + " does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("the log " + name + " is a folder: want a file, or - for stdin");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, name, BOUND_MIB);
    } catch (IOException e) {
      throw new UsageException(
          "cannot read the log " + name + ": " + InfrastructureException.reason(e), e);
    }
  }

  static LogText read(InputStream in, String name, int boundMib) {
    try {
      byte[] read = in.readNBytes(boundMib << 20);
      boolean whole = in.read() < 0;
      return new LogText(
          new String(read, StandardCharsets.UTF_8),
          whole
              ? Optional.empty()
              : Optional.of(
                  name
                      + " is larger than "
                      + boundMib
                      + " MiB; only its first "
                      + boundMib
                      + " MiB were read"));
    } catch (IOException e) {
      throw new UsageException("cannot read " + name + ": " + InfrastructureException.reason(e), e);
    }
  }
}
