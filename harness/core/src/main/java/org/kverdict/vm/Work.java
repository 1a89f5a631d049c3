// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kverdict.failure.UsageException;

/**
 * What a guest is to do once it is ready, in the form of guest-tests/PROTOCOL.md, "Work".
 *
 * @param guest the machine's name, which it repeats when it begins: letters, digits and "-"
 * @param suites the cases to run, by suite, in their order; a suite without cases is run whole, and
 *     no suite at all means all of them
 */
public record Work(String guest, Map<String, List<String>> suites) {
  /** What init takes for the seed of its random numbers, in bytes. */
  public static final int ENTROPY_BYTES = 64;

  /** What the guest is told once its last event has come. */
  public static final String RECEIPT = "received\n";

  /** Checks that nothing in it could be taken for another line, and copies. */
  public Work {
    requireWord(guest);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    suites.forEach(
        (suite, cases) -> {
          requireWord(suite);
          cases.forEach(Work::requireWord);
          copy.put(suite, List.copyOf(cases));
        });
    suites = Collections.unmodifiableMap(copy);
  }

  /** All that there is. */
  public static Work everything(String guest) {
    return new Work(guest, Map.of());
  }

  /**
   * As the guest is told it.
   *
   * @param now what its clock is set to
   * @param entropy {@link #ENTROPY_BYTES} bytes that no other guest gets
   */
  public String render(Instant now, byte[] entropy) {
    StringBuilder text = new StringBuilder();
    text.append("guest ").append(guest).append('\n');
    text.append(String.format(Locale.ROOT, "time %d.%09d\n", now.getEpochSecond(), now.getNano()));
    text.append("entropy ").append(HexFormat.of().formatHex(entropy)).append('\n');
    suites.forEach(
        (suite, cases) -> {
          text.append("suite ").append(suite).append('\n');
          cases.forEach(name -> text.append("case ").append(name).append('\n'));
        });
    return text.append("end\n").toString();
  }

  private static void requireWord(String word) {
    if (word.isEmpty() || !word.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new UsageException(
          "bad name '" + word + "' of a guest, suite or case: want printable ASCII, no blanks");
    }
  }
}
