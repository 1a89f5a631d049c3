// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.time.Duration;
import java.util.List;
import org.kverdict.process.Command;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.ContentHash;

/**
 * The programs that turn sources into a kernel. Another version may give another kernel, so they
 * are part of its cache key.
 *
 * @param versions the first line of what each program says of its version
 */
public record Toolchain(List<String> versions) {
  /** Whose versions count: compiler, linker and assembler. */
  private static final List<String> PROGRAMS = List.of("gcc", "ld", "as");

  /** Copies. */
  public Toolchain {
    versions = List.copyOf(versions);
  }

  /**
   * Asks the programs on this host.
   *
   * @throws org.kverdict.failure.InfrastructureException if one is missing
   */
  public static Toolchain ofThisHost(CommandRunner commands) {
    return new Toolchain(
        PROGRAMS.parallelStream()
            .map(
                program ->
                    commands
                        .run(Command.of(program, "--version"), Duration.ofSeconds(30))
                        .orThrow("cannot ask " + program + " for its version")
                        .stdout()
                        .lines()
                        .findFirst()
                        .orElse(program))
            .toList());
  }

  /** Identifies it, in hex. */
  public String hash() {
    ContentHash hash = ContentHash.start();
    versions.forEach(hash::add);
    return hash.hex();
  }
}
