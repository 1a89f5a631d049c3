// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.plan.Home;

/** Where a plan is that an annotation names. */
final class PlanPath {
  private PlanPath() {}

  /**
   * The plan's file.
   *
   * @param text as the annotation says it
   * @throws UsageException if there is no such file, neither here nor in kverdict's home
   */
  static Path find(String text) {
    Path here = Path.of(text).toAbsolutePath().normalize();
    if (Files.isRegularFile(here)) {
      return here;
    }
    Optional<Path> atHome = home().map(home -> home.folder().resolve(text).normalize());
    return atHome
        .filter(Files::isRegularFile)
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no plan \""
                        + text
                        + "\": neither "
                        + here
                        + atHome
                            .map(path -> " nor " + path)
                            .orElse(", and the system property kverdict.home names no checkout")));
  }

  /** A short name for a plan's tests and evidence: its file's name without the extension. */
  static String stem(Path plan) {
    String name = String.valueOf(plan.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static Optional<Home> home() {
    try {
      return Optional.of(Home.locate());
    } catch (InfrastructureException e) {
      // Not every project that uses this has kverdict's checkout at hand.
      return Optional.empty();
    }
  }
}
