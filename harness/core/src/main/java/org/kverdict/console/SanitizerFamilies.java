// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/** What instrumented code and its run-time libraries report. All close with a double rule. */
final class SanitizerFamilies {
  private static final String RULE = "^={20,}$";
  private static final String FUNCTION = " in (?<f>[\\w.$]+)";

  /** After a function; the module is there only if it is one. */
  private static final String PLACE = "(?:\\+0x[0-9a-f/x]+)?(?: \\[[\\w-]+])?";

  static final List<Family> ALL =
      List.of(
          report(FaultKind.KASAN, "BUG: KASAN: ([\\w -]+?)(?:" + FUNCTION + "|$)", "KASAN: $1 $2")
              .detailedBy("^(Read|Write) (?:of size|at addr)"),
          report(
                  FaultKind.KCSAN,
                  "BUG: KCSAN: ((?:data-race|assert: race)"
                      + FUNCTION
                      + "(?:"
                      + PLACE
                      + " / [\\w.$]+)?)",
                  "KCSAN: $1")
              .ofNoFunction(),
          report(FaultKind.KMSAN, "BUG: KMSAN: ([\\w -]+?)" + FUNCTION, "KMSAN: $1"),
          report(FaultKind.KFENCE, "BUG: KFENCE: ([\\w -]+?)" + FUNCTION, "KFENCE: $1"),
          // A kernel that traps instead of describing what it saw.
          trap("UBSAN: ([\\w -]+?) at (?<f>[\\w.$]+)\\+0x", Role.SITE).goingOn(),
          trap("Internal error: UBSAN: ([\\w -]+?): [0-9a-f]+ \\[#", Role.TRAP),
          // Later kernels open and close it as a WARNING.
          report(FaultKind.UBSAN, "UBSAN: ([\\w -]+?) in ", "UBSAN: $1")
              .endingIn(RULE + "|^---\\[ end trace"));

  private SanitizerFamilies() {}

  private static Family trap(String headline, Role role) {
    return Family.of(FaultKind.UBSAN, role, headline, "UBSAN: $1", Completeness.STACK_AND_END)
        .endingIn("^---\\[ end trace");
  }

  private static Family report(FaultKind kind, String headline, String title) {
    return Family.of(kind, Role.SITE, headline, title, Completeness.STACK_AND_END).endingIn(RULE);
  }
}
