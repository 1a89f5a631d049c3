// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.util.Optional;

/** The harness's own version. */
public final class Version {
  private Version() {}

  /** The version in the jar's manifest; {@code development} when run from classes. */
  public static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
