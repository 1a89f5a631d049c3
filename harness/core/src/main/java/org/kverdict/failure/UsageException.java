// SPDX-License-Identifier: Apache-2.0
package org.kverdict.failure;

/**
 * What was asked for cannot be done as asked: an unknown key, a source that does not exist, two
 * fragments that contradict each other. The message says what was found, what is allowed and what
 * to do next. Exit code 2.
 */
public class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was found, what is allowed, what to do next
   */
  public UsageException(String message) {
    super(message);
  }

  /**
   * @param message what was found, what is allowed, what to do next
   * @param cause what led to it
   */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
