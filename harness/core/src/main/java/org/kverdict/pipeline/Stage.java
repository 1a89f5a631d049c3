// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.util.Locale;

/** The stages of a run. */
public enum Stage {
  /** Bringing the tree into the cache. */
  SOURCE,
  /** Reading and applying the series. */
  SERIES,
  /** Packing what the guest boots into, and finding out what boots it. */
  GUEST,
  /** Building a step's kernel. */
  BUILD,
  /** Booting a step's kernel and running the tests. */
  BOOT,
  /** Running cases again, to tell what the series did from chance. */
  REPEAT;

  /** The word in {@code verdict.json}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
