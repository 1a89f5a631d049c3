// SPDX-License-Identifier: Apache-2.0
package demo;

import org.junit.jupiter.api.Test;

/** What {@code -Dtest=OtherTest} must run alone. */
class OtherTest {
  @Test
  void passes() {}
}
