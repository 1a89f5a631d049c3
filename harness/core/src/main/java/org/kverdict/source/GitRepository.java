// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.nio.file.Path;
import java.time.Duration;
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
    return new Commit(object(repository, revision, "commit"), object(repository, revision, "tree"));
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
   * Checks a commit out through a worktree of its own, which is then cut off from the repository:
   * the user's index, checkout, branches and list of worktrees stay as they were.
   */
  Path checkOut(Path repository, Commit commit, Path into) {
    try {
      CommandResult result =
          commands.run(
              git(
                  repository,
                  "worktree",
                  "add",
                  "--detach",
                  "--force",
                  into.toString(),
                  commit.id()),
              BOUND);
      if (!result.succeeded() && InfrastructureException.saysDiskFull(result.stderr())) {
        throw new InfrastructureException(
            InfrastructureException.diskFull("cannot check out " + commit.id(), into));
      }
      result.orThrow("cannot check out " + commit.id());
    } finally {
      Folders.delete(into.resolve(".git"));
      // Forgets worktrees whose folder is gone, those of runs that were killed included.
      commands.run(git(repository, "worktree", "prune"), BOUND);
    }
    return into;
  }

  private static Command git(Path repository, String... arguments) {
    List<String> all =
        Stream.concat(
                // The user's hooks are not ours to run.
                Stream.of("git", "-c", "core.hooksPath=/dev/null", "-C", repository.toString()),
                Stream.of(arguments))
            .toList();
    return Command.of(all);
  }
}
