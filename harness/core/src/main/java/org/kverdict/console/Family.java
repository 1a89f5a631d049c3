// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How one sort of report looks.
 *
 * @param kind what it is
 * @param role its place where a report has several headlines
 * @param headline its first line, matched from the line's beginning; a group {@code f} is the
 *     function that it names
 * @param title what is said of it: {@code $1} is the headline's first group, {@code $2} what {@code
 *     detail} finds
 * @param completeness what it must have
 * @param end the line that closes it, if it has one of its own
 * @param detail found in the report's lines, for the title
 * @param locus a line whose group {@code f} is the function, in preference to the stack
 * @param goesOn whether a headline of a later role may follow that belongs to it
 * @param blame where its function is looked for, and whether the title has it
 */
record Family(
    FaultKind kind,
    Role role,
    Pattern headline,
    String title,
    Completeness completeness,
    Optional<Pattern> end,
    Optional<Pattern> detail,
    Optional<Pattern> locus,
    boolean goesOn,
    Blame blame) {

  static Family of(FaultKind kind, Role role, String headline, String title, Completeness parts) {
    return new Family(
        kind,
        role,
        Pattern.compile(headline),
        title,
        parts,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Blame.TITLED);
  }

  Family endingIn(String pattern) {
    return with(Optional.of(Pattern.compile(pattern)), detail, locus, goesOn, blame);
  }

  Family detailedBy(String pattern) {
    return with(end, Optional.of(Pattern.compile(pattern)), locus, goesOn, blame);
  }

  Family locatedBy(String pattern) {
    return with(end, detail, Optional.of(Pattern.compile(pattern)), goesOn, blame);
  }

  Family goingOn() {
    return with(end, detail, locus, true, blame);
  }

  /** Whose stack it has is an accident. */
  Family ofNoFunction() {
    return with(end, detail, locus, goesOn, Blame.UNTITLED);
  }

  /** Whose stack it has is an innocent. */
  Family blamingNamed() {
    return with(end, detail, locus, goesOn, Blame.NAMED);
  }

  private Family with(
      Optional<Pattern> end,
      Optional<Pattern> detail,
      Optional<Pattern> locus,
      boolean goesOn,
      Blame blame) {
    return new Family(kind, role, headline, title, completeness, end, detail, locus, goesOn, blame);
  }

  /** Whether this headline of the same report may come after the one of that family. */
  boolean follows(Family earlier) {
    boolean later = role.compareTo(earlier.role) > 0 && role != Role.PANIC;
    return earlier.goesOn && later && (dies() == earlier.dies());
  }

  /** Whether a dump of registers and stack, and its end, come with it. */
  boolean dies() {
    return completeness == Completeness.STACK_AND_END;
  }
}
