// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program to start: its argument list, its folder and its environment. No shell is involved.
 *
 * @param arguments the program, then its arguments; never empty
 * @param directory the working folder; empty for the harness's own
 * @param environment variables that are set for it
 * @param inheritsEnvironment whether it also sees the harness's own environment
 */
public record Command(
    List<String> arguments,
    Optional<Path> directory,
    Map<String, String> environment,
    boolean inheritsEnvironment) {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  /** Checks and copies. */
  public Command {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("arguments must name a program");
    }
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /**
   * A command that runs in the C locale, so that what it says can be read.
   *
   * @param arguments the program, then its arguments
   */
  public static Command of(String... arguments) {
    return of(List.of(arguments));
  }

  /**
   * @param arguments the program, then its arguments
   * @see #of(String...)
   */
  public static Command of(List<String> arguments) {
    return new Command(arguments, Optional.empty(), Map.of("LC_ALL", "C"), true);
  }

  /** The same in another folder. */
  public Command in(Path folder) {
    return new Command(arguments, Optional.of(folder), environment, inheritsEnvironment);
  }

  /** The same with one more variable. */
  public Command with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new Command(arguments, directory, more, inheritsEnvironment);
  }

  /** The same with these variables and no others. */
  public Command withOnly(Map<String, String> variables) {
    return new Command(arguments, directory, variables, false);
  }

  /** The program's name, as it was asked for. */
  public String program() {
    return arguments.get(0);
  }

  /** The same command behind a wrapper such as {@code setpriv}. */
  Command behind(List<String> wrapper) {
    List<String> all = new ArrayList<>(wrapper);
    all.addAll(arguments);
    return new Command(all, directory, environment, inheritsEnvironment);
  }

  /** One line that a POSIX shell would read back as these arguments. */
  public String toShell() {
    return arguments.stream().map(Command::quoted).collect(Collectors.joining(" "));
  }

  /** One word for a POSIX shell. */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
