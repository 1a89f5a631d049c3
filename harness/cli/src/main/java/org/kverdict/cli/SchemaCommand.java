// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import java.util.concurrent.Callable;
import org.kverdict.report.ExitCode;
import org.kverdict.report.VerdictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kverdict schema}. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Prints the JSON Schema of verdict.json.")
final class SchemaCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // picocli sets it.
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(VerdictJson.schema());
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
