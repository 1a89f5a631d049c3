// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/** What instrumented code and its run-time libraries report. All close with a double rule. */
final class SanitizerFamilies {
  private static final String RULE = "^={20,}$";
  private static final String FUNCTION = " in (?<f>[\\w.$]+)";

  static final List<Family> ALL =
      List.of(
          report(FaultKind.KASAN, "BUG: KASAN: ([\\w -]+?)(?:" + FUNCTION + "|$)", "KASAN: $1 $2")
              .detailedBy("^(Read|Write) (?:of size|at addr)"),
          report(
                  FaultKind.KCSAN,
                  "BUG: KCSAN: ((?:data-race|assert: race)" + FUNCTION + "(?: / [\\w.$]+)?)",
                  "KCSAN: $1")
              .ofNoFunction(),
          report(FaultKind.KMSAN, "BUG: KMSAN: ([\\w -]+?)" + FUNCTION, "KMSAN: $1"),
          report(FaultKind.KFENCE, "BUG: KFENCE: ([\\w -]+?)" + FUNCTION, "KFENCE: $1"),
          // Later kernels open and close it as a WARNING.
          report(FaultKind.UBSAN, "UBSAN: ([\\w -]+?) in ", "UBSAN: $1")
              .endingIn(RULE + "|^---\\[ end trace"));

  private SanitizerFamilies() {}

  private static Family report(FaultKind kind, String headline, String title) {
    return Family.of(kind, Role.SITE, headline, title, Completeness.STACK_AND_END).endingIn(RULE);
  }
}
