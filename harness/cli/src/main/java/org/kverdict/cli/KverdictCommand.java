// SPDX-License-Identifier: Apache-2.0
package org.kverdict.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The top of the command line. */
@Command(
    name = "kverdict",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = "Gives a verdict, with evidence, on a kernel patch series.",
    subcommands = {
      RunCommand.class,
      FaultsCommand.class,
      DoctorCommand.class,
      SchemaCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "   0  verdict reached, nothing regressed, expectations met",
      "   1  verdict reached, something regressed or an expectation failed",
      "   2  wrong arguments, or a wrong plan",
      "   3  the series does not apply",
      "   4  a step does not configure or build",
      "   5  inconclusive",
      "  75  the harness could not run; try again"
    })
final class KverdictCommand {}
