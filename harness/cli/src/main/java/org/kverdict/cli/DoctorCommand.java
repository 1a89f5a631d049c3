// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.kverdict.doctor.Doctor;
import org.kverdict.doctor.Finding;
import org.kverdict.report.ExitCode;
import org.kverdict.report.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kverdict doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what this host can do, and what to do about what it cannot.")
final class DoctorCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    Host host = Host.open();
    List<Finding> findings =
        new Doctor(host.commands(), host.supervision(), host.store(), host.home()).examine();
    PrintWriter out = spec.commandLine().getOut();
    Style style = Terminal.ofThisProcess().style();
    for (Finding finding : findings) {
      out.printf("%s  %-17s %s%n", mark(finding, style), finding.topic(), finding.detail());
      finding.remedy().ifPresent(remedy -> out.printf("%-24s -> %s%n", "", remedy));
    }
    out.flush();
    boolean works = findings.stream().noneMatch(f -> f.state() == Finding.State.BAD);
    return works ? ExitCode.OK : ExitCode.INFRASTRUCTURE;
  }

  private static String mark(Finding finding, Style style) {
    return switch (finding.state()) {
      case GOOD -> style.good("ok ");
      case LIMITED -> style.notable("!  ");
      case BAD -> style.bad("BAD");
    };
  }
}
