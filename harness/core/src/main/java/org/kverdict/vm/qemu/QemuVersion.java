// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm.qemu;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandRunner;

/**
 * A version of QEMU.
 *
 * @param major as in 7 of 7.2.22
 * @param minor as in 2 of 7.2.22
 * @param text all that it says of its version, the distribution's too
 */
public record QemuVersion(int major, int minor, String text) {

  private static final Pattern VERSION =
      Pattern.compile("QEMU emulator version ((\\d{1,4})\\.(\\d{1,4})[^\\n]*)");
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /**
   * Asks a QEMU for its version.
   *
   * @param emulator the program, as in {@code qemu-system-x86_64}
   * @throws InfrastructureException if there is no such program, or it does not say
   */
  public static QemuVersion probe(CommandRunner runner, String emulator) {
    Command command = Command.of(emulator, "--version");
    String said = runner.run(command, DEADLINE).orThrow("cannot ask QEMU for its version").stdout();
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw new InfrastructureException(
          "cannot read QEMU's version: "
              + command.toShell()
              + " said '"
              + said.strip()
              + "', without \"QEMU emulator version\"");
    }
    return new QemuVersion(
        Integer.parseInt(version.group(2)),
        Integer.parseInt(version.group(3)),
        version.group(1).strip());
  }
}
