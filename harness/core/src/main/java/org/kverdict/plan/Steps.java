// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Which steps of a series are built and booted. */
public enum Steps {
  /** Every one: each commit must build and work. */
  @JsonProperty("all")
  ALL,
  /** Without the series and with all of it. */
  @JsonProperty("ends")
  ENDS;

  /** The word in a plan and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
