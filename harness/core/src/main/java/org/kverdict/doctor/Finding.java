// SPDX-License-Identifier: Apache-2.0
package org.kverdict.doctor;

import java.util.Optional;

/**
 * Something about this host.
 *
 * @param topic what it is about
 * @param state whether it will do
 * @param detail what was found
 * @param remedy what to do, where something is to be done
 */
public record Finding(String topic, State state, String detail, Optional<String> remedy) {

  /** Whether something will do. */
  public enum State {
    /** It will. */
    GOOD,
    /** Runs work, but slower or with less. */
    LIMITED,
    /** Runs do not work. */
    BAD
  }

  static Finding good(String topic, String detail) {
    return new Finding(topic, State.GOOD, detail, Optional.empty());
  }

  static Finding limited(String topic, String detail, String remedy) {
    return new Finding(topic, State.LIMITED, detail, Optional.of(remedy));
  }

  static Finding bad(String topic, String detail, String remedy) {
    return new Finding(topic, State.BAD, detail, Optional.of(remedy));
  }
}
