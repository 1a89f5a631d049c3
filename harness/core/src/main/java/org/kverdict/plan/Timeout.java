// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long something may take, as a person writes it.
 *
 * @param duration from a second to a day
 */
public record Timeout(Duration duration) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})(s|m|h)");

  /**
   * Reads {@code 90s}, {@code 5m} or {@code 1h}.
   *
   * @throws IllegalArgumentException if it is written otherwise or out of bounds
   */
  @JsonCreator
  public static Timeout parse(String text) {
    Matcher m = FORM.matcher(text);
    if (m.matches()) {
      long number = Long.parseLong(m.group(1));
      Duration duration =
          switch (m.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
          };
      if (!duration.isZero() && duration.compareTo(Duration.ofDays(1)) <= 0) {
        return new Timeout(duration);
      }
    }
    throw new IllegalArgumentException(
        "bad time-out \"" + text + "\": want 1s to 24h, written like 90s, 5m or 1h");
  }
}
