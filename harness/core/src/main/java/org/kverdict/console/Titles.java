// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes titles of what a report says: the same fault in another run has the same. */
final class Titles {
  private static final int BOUND = 120;

  /** A report quotes what it likes; no headline of the kernel's own comes near this. */
  private static final int QUOTED_BOUND = 400;

  /** What compilers append to a function that they have split or specialised. */
  private static final Pattern SUFFIX =
      Pattern.compile("\\.(?:isra|constprop|part|cold|llvm|lto_priv|localalias)\\b.*");

  private static final Pattern PAIR = Pattern.compile(" in (\\S+)(?: \\[[\\w-]+])? / (\\S+)");

  private Titles() {}

  static String compose(Family family, String quoted, String detail, Optional<String> function) {
    String text =
        family
            .title()
            .replace("$1", stable(quoted))
            .replace("$2", stable(detail))
            .replaceAll("\\s+", " ")
            .strip();
    text = ordered(text);
    String where =
        function.filter(f -> family.blame() != Blame.UNTITLED).map(f -> " in " + f).orElse("");
    return bounded(text, BOUND - Math.min(where.length(), BOUND)) + bounded(where, BOUND);
  }

  /** The function's name in the source. */
  static String plain(String function) {
    return SUFFIX.matcher(function).replaceFirst("");
  }

  /** Takes out what differs from run to run: addresses, offsets, processors, tasks, numbers. */
  private static String stable(String text) {
    return bounded(text, QUOTED_BOUND)
        .replaceAll(" on CPU#?\\d+(?:, [^,]{1,64}/\\d+)?", "")
        .replaceAll("(?<=\\bcode: ).{1,64}/\\d+$", "TASK")
        .replaceAll("\\+0x[0-9a-f]+(?:/0x[0-9a-f]+)?", "")
        .replaceAll("(?:0x)?\\(_{2,}ptrval_{2,}\\)", "ADDR")
        .replaceAll("\\b[\\w.:-]{1,32}/\\d+(?:/0x[0-9a-f]+)?\\b", "TASK")
        .replaceAll("0x[0-9a-fA-F]+", "ADDR")
        .replaceAll("\\b[0-9a-fA-F]{8,}\\b", "ADDR")
        .replaceAll("(?i)\\b(cpu|pid)[:=# ]*\\d+", "$1")
        .replaceAll("\\[#\\d+]", "")
        .replaceAll("\\.(?:isra|constprop|part|cold)\\.\\d+", "")
        .replaceAll("(?<![\\w.])\\d+(?=[a-zA-Z]{0,3}(?!\\w))", "N")
        .replaceAll("\\s+", " ")
        .strip();
  }

  /** Which of two racing functions is named first is an accident. */
  private static String ordered(String text) {
    Matcher pair = PAIR.matcher(text);
    if (!pair.find()) {
      return text;
    }
    String first = plain(pair.group(1));
    String second = plain(pair.group(2));
    return text.substring(0, pair.start())
        + " in "
        + (first.compareTo(second) <= 0 ? first + " / " + second : second + " / " + first);
  }

  private static String bounded(String text, int bound) {
    int end = Math.min(text.length(), bound);
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).strip().equals(text.strip()) ? text : text.substring(0, end);
  }
}
