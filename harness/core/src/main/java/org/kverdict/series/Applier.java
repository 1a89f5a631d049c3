// SPDX-License-Identifier: Apache-2.0
package org.kverdict.series;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.Folders;

/**
 * Applies a series with {@code git apply}, on copies of just the files that it touches: the tree
 * itself is only read, and a series that does not apply is known before anything is built.
 */
public final class Applier {
  private static final Duration BOUND = Duration.ofMinutes(2);

  /** Lines of a diff's extended header; the lines of its hunks begin otherwise. */
  private static final Pattern ORIGIN = Pattern.compile("(?:rename|copy) from (.+)");

  private final CommandRunner commands;
  private final Path scratch;

  /**
   * @param commands starts git
   * @param scratch an empty folder to apply in
   */
  public Applier(CommandRunner commands, Path scratch) {
    this.commands = commands;
    this.scratch = scratch;
  }

  /**
   * Applies every patch of a series.
   *
   * @param tree the unpatched tree's top
   * @param series what to apply
   */
  public Application apply(Path tree, Series series) {
    Path copy = Folders.make(scratch.resolve("copy"));
    Set<String> touched = new LinkedHashSet<>();
    List<Overlay> steps = new ArrayList<>(List.of(Overlay.none()));
    for (Patch patch : series.patches()) {
      Path diff = scratch.resolve("patch-" + patch.number());
      Folders.write(diff, patch.diff());
      CommandResult listing = git(copy, "--numstat", "-z", diff.toString());
      if (!listing.succeeded()) {
        return new Application.Rejected(patch, GitApplyOutput.problems(listing.stderr()));
      }
      for (String path : touchedPaths(listing, patch)) {
        if (leadsOutOfTree(path)) {
          return new Application.Rejected(patch, List.of(path + ": leads out of the tree"));
        }
        if (leadsThroughLink(tree, path)) {
          return new Application.Rejected(patch, List.of(path + ": leads through a symbolic link"));
        }
        if (touched.add(path)) {
          copyIfPresent(tree, copy, path);
        }
      }
      CommandResult result =
          git(copy, "--reject", "--verbose", "--whitespace=nowarn", diff.toString());
      if (!result.succeeded()) {
        return new Application.Rejected(patch, GitApplyOutput.problems(result.stderr()));
      }
      Optional<String> special = touched.stream().filter(p -> isSpecial(copy, p)).findFirst();
      if (special.isPresent()) {
        String problem = ": is a symbolic link, and only plain files can be built with";
        return new Application.Rejected(patch, List.of(special.get() + problem));
      }
      steps.add(snapshot(copy, touched));
    }
    return new Application.Applied(steps);
  }

  private CommandResult git(Path copy, String... arguments) {
    List<String> all = new ArrayList<>(List.of("git", "apply"));
    all.addAll(List.of(arguments));
    Command command =
        Command.of(all)
            .in(copy)
            // Inside somebody's repository git would silently skip files outside of that.
            .with("GIT_CEILING_DIRECTORIES", scratch.toAbsolutePath().toString());
    return commands.run(command, BOUND);
  }

  /** What git lists, and what it does not: where a renamed or copied file comes from. */
  private static Set<String> touchedPaths(CommandResult listing, Patch patch) {
    Set<String> paths = new LinkedHashSet<>(GitApplyOutput.touchedPaths(listing.stdout()));
    new String(patch.diff(), StandardCharsets.UTF_8)
        .lines()
        .map(ORIGIN::matcher)
        .filter(Matcher::matches)
        .forEach(origin -> paths.add(origin.group(1)));
    return paths;
  }

  /** git refuses such a path as well, but only after the file has been copied for it. */
  private static boolean leadsOutOfTree(String path) {
    return path.startsWith("/")
        || path.chars().anyMatch(Character::isISOControl)
        || Arrays.stream(path.split("/", -1))
            .anyMatch(part -> part.equals("..") || part.equalsIgnoreCase(".git"));
  }

  private static boolean isSpecial(Path copy, String path) {
    Path file = copy.resolve(path);
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean leadsThroughLink(Path tree, String path) {
    Path at = tree;
    for (Path part : Path.of(path)) {
      at = at.resolve(part);
      if (Files.isSymbolicLink(at)) {
        return true;
      }
    }
    return false;
  }

  private static void copyIfPresent(Path tree, Path copy, String path) {
    Path from = tree.resolve(path);
    Path to = copy.resolve(path);
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot copy " + path, copy, e);
    }
  }

  private static Overlay snapshot(Path copy, Set<String> touched) {
    Map<String, Overlay.State> files = new TreeMap<>();
    for (String path : touched) {
      Path file = copy.resolve(path);
      try {
        files.put(
            path,
            Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? new Overlay.Present(Files.readAllBytes(file), Files.isExecutable(file))
                : new Overlay.Absent());
      } catch (IOException e) {
        throw InfrastructureException.io("cannot read", file, e);
      }
    }
    return new Overlay(files);
  }
}
