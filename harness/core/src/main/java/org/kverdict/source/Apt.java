// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.Folders;

/** An apt with sources, lists and caches of its own, for one suite. See apt.conf(5), FILES. */
final class Apt {
  static final Duration BOUND = Duration.ofMinutes(15);

  /** From Debian's package of the same name, which apt itself depends on. */
  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  private final CommandRunner commands;
  private final Path folder;

  Apt(CommandRunner commands, Path folder) {
    this.commands = commands;
    this.folder = folder;
  }

  /** Fetches the suite's list of packages; false if no mirror has the suite. */
  boolean update(List<String> mirrors, String suite) {
    if (!Files.exists(KEYRING)) {
      throw new InfrastructureException(
          "cannot verify packages: there is no "
              + KEYRING
              + ". Install the package debian-archive-keyring.");
    }
    Folders.make(folder.resolve("lists/partial"));
    Folders.make(folder.resolve("cache/archives/partial"));
    String sources =
        mirrors.stream()
            .map(uri -> "deb [signed-by=" + KEYRING + "] " + uri + " " + suite + " main\n")
            .collect(Collectors.joining());
    Folders.write(folder.resolve("sources.list"), sources.getBytes(StandardCharsets.UTF_8));
    return commands.run(apt("apt-get", "-q", "--error-on=any", "update"), BOUND).succeeded();
  }

  /** The versions of a package, newest first. */
  List<String> versions(String name) {
    // madison pads a version that is shorter than ten characters.
    Pattern row = Pattern.compile(Pattern.quote(name) + " \\| +(\\S+) +\\|.*");
    return commands
        .run(apt("apt-cache", "madison", name), BOUND)
        .orThrow("cannot list the versions of " + name)
        .stdout()
        .lines()
        .map(line -> row.matcher(line.strip()))
        .filter(Matcher::matches)
        .map(m -> m.group(1))
        .distinct()
        .toList();
  }

  /** The hash of a package in the signed list. */
  String sha256(String name, String version) {
    return commands
        .run(apt("apt-cache", "show", name + "=" + version), BOUND)
        .orThrow("cannot look up " + name)
        .stdout()
        .lines()
        .filter(line -> line.startsWith("SHA256: "))
        .map(line -> line.substring("SHA256: ".length()).strip())
        .findFirst()
        .orElseThrow(() -> new InfrastructureException("apt knows no SHA-256 of " + name));
  }

  /** Downloads a package; apt checks its hash against the signed list. */
  Path download(String name, String version, Path into) {
    commands
        .run(apt("apt-get", "-q", "download", name + "=" + version).in(into), BOUND)
        .orThrow("cannot download " + name + "=" + version);
    try (Stream<Path> files = Files.list(into)) {
      return files
          .filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new InfrastructureException("apt downloaded no .deb of " + name));
    } catch (IOException e) {
      throw InfrastructureException.io("cannot list", into, e);
    }
  }

  private Command apt(String program, String... arguments) {
    Map<String, String> options = new TreeMap<>();
    options.put("Dir::Etc::SourceList", folder.resolve("sources.list").toString());
    options.put("Dir::Etc::SourceParts", "/dev/null");
    options.put("Dir::State::Lists", folder.resolve("lists").toString());
    options.put("Dir::Cache", folder.resolve("cache").toString());
    options.put("Acquire::Languages", "none");
    // Hooks of the system are about the system's own lists.
    options.put("APT::Update::Post-Invoke", "");
    // The user _apt, to which apt as root drops, cannot enter a user's cache folder.
    options.put("APT::Sandbox::User", "root");
    Stream<String> given =
        options.entrySet().stream().flatMap(o -> Stream.of("-o", o.getKey() + "=" + o.getValue()));
    return Command.of(
        Stream.of(Stream.of(program), given, Stream.of(arguments)).flatMap(s -> s).toList());
  }
}
