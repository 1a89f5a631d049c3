// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.util.Optional;

/** The line with which a kernel says that it panicked. */
final class PanicLine {
  private static final String MARK = "Kernel panic - not syncing: ";
  private static final int TITLE_LIMIT = 200;

  private PanicLine() {}

  /** Whether it is worth a closer look: a console may be flooded with a gigabyte of other lines. */
  static boolean mayBe(byte[] line) {
    for (int i = 0; i <= line.length - MARK.length(); i++) {
      if (line[i] == 'K' && line[i + 7] == 'p') {
        return true;
      }
    }
    return false;
  }

  /**
   * The panic's title if the line has one. It may stand anywhere in the line: a program's
   * unfinished output can come before it.
   */
  static Optional<String> title(String line) {
    int mark = line.indexOf(MARK);
    if (mark < 0) {
      return Optional.empty();
    }
    String title = line.substring(mark + MARK.length()).strip();
    // The panic's last line repeats the title: ---[ end Kernel panic - not syncing: title ]---
    title = title.endsWith("]---") ? title.substring(0, title.length() - 4).strip() : title;
    return Optional.of(title.length() > TITLE_LIMIT ? title.substring(0, TITLE_LIMIT) : title);
  }
}
