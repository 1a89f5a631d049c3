// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

/** What the command line exits with; scripts rely on it. */
public final class ExitCode {
  /** A verdict was reached, nothing regressed, and what the plan expects is so. */
  public static final int OK = 0;

  /** A verdict was reached; something regressed, or an expectation is not met. */
  public static final int REGRESSED = 1;

  /** The command line or the plan is wrong. */
  public static final int USAGE = 2;

  /** The series does not apply. */
  public static final int SERIES_REFUSED = 3;

  /** A step cannot be configured as asked, or does not build. */
  public static final int NOT_BUILT = 4;

  /** No verdict: something that should be known is not. */
  public static final int INCONCLUSIVE = 5;

  /** The harness could not run; try again. EX_TEMPFAIL of sysexits.h. */
  public static final int INFRASTRUCTURE = 75;

  private ExitCode() {}
}
