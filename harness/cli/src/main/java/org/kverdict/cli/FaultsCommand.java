// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kverdict.console.Fault;
import org.kverdict.console.KernelLog;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.Supervision;
import org.kverdict.report.ExitCode;
import org.kverdict.report.FaultsJson;
import org.kverdict.report.FaultsText;
import org.kverdict.symbols.Symbolised;
import org.kverdict.symbols.Symboliser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kverdict faults}. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = "Finds what a kernel said against itself in its log.",
    footer = {"", "Exits with 0 whether or not there are faults."})
final class FaultsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "LOG", description = "console or dmesg output; - for standard input")
  private String log = "";

  @Option(
      names = "--vmlinux",
      paramLabel = "FILE",
      description = "the kernel's ELF file, for file and line of each frame")
  private @Nullable Path vmlinux;

  @Option(names = "--json", description = "print JSON: an object with an array \"faults\"")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets it.
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    LogText text = LogText.read(log);
    List<Fault> found = KernelLog.faults(text.text());
    Symbolised faults =
        Optional.ofNullable(vmlinux)
            .map(file -> new Symboliser(new HostProcesses(Supervision.probe()), file))
            .map(symboliser -> symboliser.symbolise(found))
            .orElse(new Symbolised(found, List.of()));
    List<String> notes = Stream.concat(text.note().stream(), faults.notes().stream()).toList();
    Terminal terminal = Terminal.ofThisProcess();
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        json
            ? FaultsJson.write(faults.faults(), notes)
            : FaultsText.render(faults.faults(), notes, terminal.style(), terminal.width()));
    out.flush();
    return ExitCode.OK;
  }
}
