// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.io.PrintWriter;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.report.ExitCode;
import picocli.CommandLine;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    Interruption interruption = Interruption.install(Thread.currentThread());
    int exit = ExitCode.INFRASTRUCTURE;
    try {
      exit = commandLine().execute(arguments);
    } catch (Throwable e) {
      // Java would exit with 1, which says that something regressed.
      System.err.println("kverdict: internal error, please report it:");
      e.printStackTrace();
    } finally {
      interruption.unwound();
    }
    System.exit(exit);
  }

  static CommandLine commandLine() {
    return new CommandLine(new KverdictCommand())
        .setUsageHelpWidth(80)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::report);
  }

  private static int refuse(CommandLine.ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    if (arguments.length == 0) {
      command.usage(err);
      return ExitCode.USAGE;
    }
    // Of an incomplete group picocli says "Error: " first.
    err.println("kverdict: " + String.valueOf(e.getMessage()).replaceFirst("^Error: ", ""));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("\"" + name + " --help\" says what is understood.");
    }
    return ExitCode.USAGE;
  }

  private static int report(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    String name = commandLine.getCommandSpec().root().name();
    if (e instanceof UsageException) {
      commandLine.getErr().println(name + ": " + e.getMessage());
      return ExitCode.USAGE;
    }
    if (Thread.currentThread().isInterrupted()) {
      commandLine
          .getErr()
          .println(name + ": interrupted; what was under way is stopped, what was built is kept");
      return ExitCode.INFRASTRUCTURE;
    }
    if (e instanceof InfrastructureException) {
      commandLine.getErr().println(name + ": " + e.getMessage());
      return ExitCode.INFRASTRUCTURE;
    }
    commandLine.getErr().println(name + ": internal error, please report it:");
    e.printStackTrace(commandLine.getErr());
    return ExitCode.INFRASTRUCTURE;
  }
}
