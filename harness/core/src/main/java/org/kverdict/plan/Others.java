// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What is expected of the cases that a plan does not list. */
public enum Others {
  /** Nothing: only a regression counts. */
  @JsonProperty("any")
  ANY,
  /** That they behave as before. */
  @JsonProperty("same")
  SAME;

  /** The word in a plan and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
