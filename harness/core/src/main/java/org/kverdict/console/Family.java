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
 * @param namesFunction whether the title ends in the function; not where it is an accident
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
    boolean namesFunction) {

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
        true);
  }

  Family endingIn(String pattern) {
    return new Family(
        kind,
        role,
        headline,
        title,
        completeness,
        Optional.of(Pattern.compile(pattern)),
        detail,
        locus,
        namesFunction);
  }

  Family detailedBy(String pattern) {
    return new Family(
        kind,
        role,
        headline,
        title,
        completeness,
        end,
        Optional.of(Pattern.compile(pattern)),
        locus,
        namesFunction);
  }

  Family locatedBy(String pattern) {
    return new Family(
        kind,
        role,
        headline,
        title,
        completeness,
        end,
        detail,
        Optional.of(Pattern.compile(pattern)),
        namesFunction);
  }

  Family ofNoFunction() {
    return new Family(kind, role, headline, title, completeness, end, detail, locus, false);
  }
}
