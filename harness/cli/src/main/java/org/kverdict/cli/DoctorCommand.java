// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.text.WordUtils;
import org.kverdict.doctor.Doctor;
import org.kverdict.doctor.Finding;
import org.kverdict.report.ExitCode;
import org.kverdict.report.Printable;
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
  private static final String INDENT = " ".repeat(23);

  @SuppressWarnings("NullAway.Init") // picocli sets it.
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    Host host = Host.open();
    List<Finding> findings =
        new Doctor(host.commands(), host.supervision(), host.store(), host.home()).examine();
    PrintWriter out = spec.commandLine().getOut();
    Terminal terminal = Terminal.ofThisProcess();
    for (Finding finding : findings) {
      out.printf("%s  %-17s ", mark(finding, terminal.style()), finding.topic());
      out.println(wrapped(finding.detail(), terminal));
      finding.remedy().ifPresent(remedy -> out.println(INDENT + wrapped("-> " + remedy, terminal)));
    }
    out.flush();
    boolean works = findings.stream().noneMatch(f -> f.state() == Finding.State.BAD);
    return works ? ExitCode.OK : ExitCode.INFRASTRUCTURE;
  }

  private static String wrapped(String text, Terminal terminal) {
    int room = Math.max(terminal.width() - INDENT.length(), 30);
    return WordUtils.wrap(Printable.line(text), room, "\n" + INDENT, false);
  }

  private static String mark(Finding finding, Style style) {
    return switch (finding.state()) {
      case GOOD -> style.good("ok ");
      case LIMITED -> style.notable("!  ");
      case BAD -> style.bad("BAD");
    };
  }
}
