// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.nio.file.Path;
import java.util.List;
import org.kverdict.process.Command;
import org.kverdict.vm.Acceleration;
import org.kverdict.vm.BootSpec;

/** The text of a shell script that repeats a boot by hand. */
public final class BootScript {
  private BootScript() {}

  /**
   * @param spec what to boot
   * @param acceleration what executes the guest
   * @param results the file for the results
   * @return a script for a POSIX shell
   */
  public static String render(BootSpec spec, Acceleration acceleration, Path results) {
    StringBuilder script = new StringBuilder();
    script.append("#!/bin/sh\n");
    script.append("# Repeats this boot without kverdict. The console comes to this terminal\n");
    script.append(
        "# (Ctrl-C ends it), the guest's events go to a file: see the chardev \"results\".\n");
    script.append("exec ");
    List<String> words = QemuArguments.byHand(spec, acceleration, results);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (i > 0) {
        // An option a line, its value beside it.
        script.append(word.startsWith("-") ? " \\\n  " : " ");
      }
      script.append(Command.quoted(word));
    }
    return script.append("\n").toString();
  }
}
