// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

/**
 * A line from the results port. A guest is not trusted to send well-formed ones.
 *
 * @param text the line without its newline; what is not UTF-8 is replaced
 * @param whole false if it was cut at {@link Machine#LINE_LIMIT}, or the guest ended within it; in
 *     the results file such a line ends in {@link #CUT}
 */
public record GuestLine(String text, boolean whole) {

  /** Ends a line that is not whole, so that no reader takes it for a whole one. */
  public static final String CUT = "[kverdict: cut]";
}
