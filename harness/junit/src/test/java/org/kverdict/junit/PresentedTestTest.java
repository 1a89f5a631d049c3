// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kverdict.report.Judgement;
import org.kverdict.report.Judgement.Kind;

class PresentedTestTest {

  @Test
  void plain_pass_says_nothing_more() {
    PresentedTest test = present(Kind.PASSED, "pass", "noise");

    assertThat(test.displayName()).isEqualTo("a/b.c");
    assertThat(test.output()).isEmpty();
  }

  @Test
  void output_that_the_reason_has_already_is_not_repeated() {
    assertThat(present(Kind.PASSED, "fail: x.c:1: no (the plan: fixed)", "x.c:1: no\n").output())
        .contains("fail: x.c:1: no (the plan: fixed)");
    assertThat(present(Kind.PASSED, "pass (EBUSY)", "more").output())
        .contains("pass (EBUSY)\nmore");
  }

  @Test
  void guest_cannot_write_to_the_terminal() {
    PresentedTest test = present(Kind.FAILED, "fail: \u001b[2J", "a\u0007b\n\tc\r");

    assertThat(test.displayName()).isEqualTo("a/b.c: fail: \ufffd[2J");
    assertThat(test.output()).contains("a\ufffdb\n c");
    assertThat(test.result().getThrowable()).get().asString().doesNotContain("\u001b");
  }

  private static PresentedTest present(Kind kind, String reason, String output) {
    return PresentedTest.of("base", new Judgement("a/b.c", kind, reason, Optional.of(output), 0));
  }
}
