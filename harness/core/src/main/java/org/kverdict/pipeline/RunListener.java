// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

/** Hears what happens in a run, from several threads, one event at a time. */
@FunctionalInterface
public interface RunListener {

  /** Something happened. */
  void onEvent(RunEvent event);
}
