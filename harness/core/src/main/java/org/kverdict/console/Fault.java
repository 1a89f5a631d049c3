// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;
import java.util.Optional;

/**
 * What a kernel said about itself, once.
 *
 * @param kind the family
 * @param title what happened and in which function, with whatever differs between runs taken out;
 *     at most 120 characters
 * @param function the function to look at first, if the report names one: not the one that found
 *     the fault but the first that is no plumbing of reporting, allocating or locking
 * @param caseName the case that was running when the report began, if the log tells
 * @param stack the report's first stack, innermost frame first; empty if it has none
 * @param complete whether the report has all the parts of its family; false if the log was cut or
 *     lines were lost
 * @param line where the report's headline stands in the log, from 1; 0 for a silent fault
 * @param text the report's own lines, without time stamps and at most 200; empty for a silent fault
 */
public record Fault(
    FaultKind kind,
    String title,
    Optional<String> function,
    Optional<String> caseName,
    List<Frame> stack,
    boolean complete,
    int line,
    String text) {
  /** Copies. */
  public Fault {
    stack = List.copyOf(stack);
  }

  /**
   * A fault of which the kernel itself said nothing.
   *
   * @param kind {@link FaultKind#HANG} or {@link FaultKind#RESET}
   * @param title what happened
   */
  public static Fault silent(FaultKind kind, String title) {
    return new Fault(kind, title, Optional.empty(), Optional.empty(), List.of(), true, 0, "");
  }

  /** The same fault with another stack. */
  public Fault withStack(List<Frame> other) {
    return new Fault(kind, title, function, caseName, other, complete, line, text);
  }

  /** Whether both are the same defect, as far as kind and title tell. */
  public boolean isSameAs(Fault other) {
    return kind == other.kind && title.equals(other.title);
  }
}
