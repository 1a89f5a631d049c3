// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.Folders;

/** A user's repository: read, and never checked out over. */
final class GitRepository {
  private static final Duration BOUND = Duration.ofMinutes(20);

  private final CommandRunner commands;

  GitRepository(CommandRunner commands) {
    this.commands = commands;
  }

  /**
   * A commit and its tree.
   *
   * @param id the commit's object name
   * @param tree its tree's object name
   */
  record Commit(String id, String tree) {}

  Commit resolve(Path repository, String revision) {
    String id = object(repository, revision, "commit");
    // Of the commit, not of the revision: a branch may have moved in between.
    return new Commit(id, object(repository, id, "tree"));
  }

  private String object(Path repository, String revision, String type) {
    CommandResult result =
        commands.run(
            git(repository, "rev-parse", "--verify", "--quiet", revision + "^{" + type + "}"),
            BOUND);
    if (!result.succeeded()) {
      throw new UsageException(
          "the source git:"
              + repository
              + "@"
              + revision
              + " does not exist: "
              + (result.stderr().isBlank()
                  ? "the repository has no such revision. \"git -C "
                      + repository
                      + " log --oneline --all\" lists what it has."
                  : result.stderr().strip()));
    }
    return result.stdout().strip();
  }

  /**
   * Writes a commit's files out through an index of our own. Nothing in the repository changes, its
   * list of worktrees included: "git worktree" would leave a sparse checkout's files out, and its
   * "prune" would forget worktrees of the user's on a disk that is away.
   */
  Path checkOut(Path repository, Commit commit, Path into) {
    Folders.make(into);
    Path index = into.resolveSibling("index");
    for (List<String> step :
        List.of(List.of("read-tree", commit.id()), List.of("checkout-index", "--all", "--force"))) {
      List<String> arguments = new ArrayList<>(List.of("--work-tree=" + into));
      arguments.addAll(step);
      CommandResult result =
          commands.run(
              git(repository, arguments.toArray(String[]::new))
                  .with("GIT_INDEX_FILE", index.toString()),
              BOUND);
      if (!result.succeeded() && InfrastructureException.saysDiskFull(result.stderr())) {
        throw new InfrastructureException(
            InfrastructureException.diskFull("cannot check out " + commit.id(), into));
      }
      result.orThrow("cannot check out " + commit.id());
    }
    return into;
  }

  private static Command git(Path repository, String... arguments) {
    List<String> all =
        Stream.concat(
                Stream.of(
                    "git",
                    // The user's hooks are not ours to run, and their choice of files is not ours.
                    "-c",
                    "core.hooksPath=/dev/null",
                    "-c",
                    "core.fsmonitor=false",
                    "-c",
                    "core.sparseCheckout=false",
                    "-C",
                    repository.toAbsolutePath().toString()),
                Stream.of(arguments))
            .toList();
    return Command.of(all);
  }
}
