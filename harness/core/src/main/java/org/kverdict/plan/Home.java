// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;

/**
 * kverdict's own folder, with the fragments and the guest tests that come with it.
 *
 * @param folder the top of a checkout
 */
public record Home(Path folder) {
  private static final String FRAGMENTS = "kernel-configs";
  private static final String SUFFIX = ".config";

  /**
   * The folder that the system property {@code kverdict.home} or the variable {@code KVERDICT_HOME}
   * names; the launcher and the Maven build set the former.
   *
   * @throws InfrastructureException if neither names kverdict's folder
   */
  public static Home locate() {
    String named =
        Optional.ofNullable(System.getProperty("kverdict.home"))
            .or(() -> Optional.ofNullable(System.getenv("KVERDICT_HOME")))
            .orElse(".");
    Path folder = Path.of(named).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder.resolve(FRAGMENTS))) {
      throw new InfrastructureException(
          "cannot find kverdict's own folder: "
              + folder
              + " has no "
              + FRAGMENTS
              + ". Start it with harness/bin/kverdict, or set KVERDICT_HOME to its checkout.");
    }
    return new Home(folder);
  }

  /** The init of every guest. */
  public Path guestInit() {
    return folder.resolve("guest-tests/build/init");
  }

  /**
   * The program of a suite.
   *
   * @throws UsageException if there is no such suite; it names those that there are
   */
  public Path suite(String name) {
    Path suites = folder.resolve("guest-tests/build/suites");
    Path suite = suites.resolve(name).normalize();
    List<String> known = list(suites, "");
    if (known.isEmpty()) {
      throw new InfrastructureException(
          "no guest tests are built in " + suites + ". Run \"make guest-tests\" first.");
    }
    if (!known.contains(name)) {
      throw new UsageException(
          "there is no suite \""
              + name
              + "\""
              + Nearest.suggestion(name, known)
              + ". Suites: "
              + String.join(", ", known));
    }
    return suite;
  }

  /** The fragment that a suite brings along, if it does. */
  public Optional<Path> suiteConfig(String name) {
    return Optional.of(folder.resolve("guest-tests").resolve(name).resolve("config"))
        .filter(Files::isRegularFile);
  }

  /** One of kverdict's own fragments by its name, as in {@code kcov}. */
  public Path ownFragment(String name) {
    return folder.resolve(FRAGMENTS).resolve(name + SUFFIX);
  }

  /**
   * A fragment that a user names.
   *
   * @param text the name of one of kverdict's own, or a file
   * @param relativeTo where relative paths start
   * @throws UsageException if there is no such fragment
   */
  public Path fragment(String text, Path relativeTo) {
    Path file = relativeTo.resolve(text).normalize();
    if (Files.isRegularFile(file)) {
      return file;
    }
    if (!text.contains("/") && Files.isRegularFile(ownFragment(text))) {
      return ownFragment(text);
    }
    List<String> known = list(folder.resolve(FRAGMENTS), SUFFIX);
    throw new UsageException(
        "there is no config fragment \""
            + text
            + "\": neither a file "
            + file
            + " nor one of kverdict's own"
            + Nearest.suggestion(text, known)
            + ": "
            + String.join(", ", known));
  }

  private static List<String> list(Path folder, String suffix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot list", folder, e);
    }
  }
}
