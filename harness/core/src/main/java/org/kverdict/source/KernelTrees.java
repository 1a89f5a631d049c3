// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.ContentHash;
import org.kverdict.store.FolderLock;
import org.kverdict.store.Scratch;
import org.kverdict.store.Store;

/** Brings the trees that are asked for into the cache, each once. */
public final class KernelTrees {
  static final String KIND = "sources";

  private final Store store;
  private final Consumer<String> progress;
  private final DebianArchive debian;
  private final Unpacker unpacker;
  private final GitRepository git;

  /**
   * @param store where trees are kept
   * @param commands starts apt, tar and git
   * @param progress receives a line whenever something slow begins
   */
  public KernelTrees(Store store, CommandRunner commands, Consumer<String> progress) {
    this.store = store;
    this.progress = progress;
    this.debian = new DebianArchive(store, commands, progress, AptSources.ofThisHost());
    this.unpacker = new Unpacker(commands);
    this.git = new GitRepository(commands);
  }

  /**
   * The tree that a specification names.
   *
   * @throws UsageException if there is no such package, file, folder, repository or revision, or if
   *     it holds no kernel tree
   */
  public Tree fetch(SourceSpec spec) {
    if (spec instanceof SourceSpec.Debian it) {
      return fetch(it);
    }
    if (spec instanceof SourceSpec.Tarball it) {
      return fetch(it);
    }
    if (spec instanceof SourceSpec.Folder it) {
      return fetch(it);
    }
    return fetch((SourceSpec.Git) spec);
  }

  private Tree fetch(SourceSpec.Debian spec) {
    DebianArchive.Resolved resolved = debian.resolve(spec);
    return tree(
        spec,
        resolved.name() + " " + resolved.version(),
        "deb " + resolved.sha256(),
        scratch -> {
          Path tarball = debian.download(resolved, scratch);
          progress.accept("unpacking " + tarball.getFileName());
          return unpacker.unpack(tarball, scratch.resolve("tree"));
        });
  }

  private Tree fetch(SourceSpec.Tarball spec) {
    Path file = LocalPath.requireFile(spec.file(), spec.toString());
    String sha256 = new FileHashes(store).of(file);
    return tree(
        spec,
        "sha256 " + sha256,
        "tar " + sha256,
        scratch -> {
          progress.accept("unpacking " + file.getFileName());
          return unpacker.unpack(file, scratch.resolve("tree"));
        });
  }

  private Tree fetch(SourceSpec.Folder spec) {
    // The folder itself: a link to it would be hashed as a link.
    Path folder = LocalPath.real(LocalPath.requireFolder(spec.folder(), spec.toString()));
    requireKernel(spec, folder);
    progress.accept("reading " + folder);
    String hash = FolderCopy.hash(folder);
    return tree(
        spec,
        "tree " + hash,
        "dir " + hash,
        scratch -> {
          Path copy = unpacker.copy(folder, scratch.resolve("tree"));
          if (!FolderCopy.hash(copy).equals(hash)) {
            throw new InfrastructureException(
                folder + " changed while it was read. Run again when nobody writes to it.");
          }
          unpacker.clean(copy);
          return copy;
        });
  }

  private Tree fetch(SourceSpec.Git spec) {
    Path repository = LocalPath.requireFolder(spec.repository(), spec.toString());
    GitRepository.Commit commit = git.resolve(repository, spec.revision());
    return tree(
        spec,
        commit.id(),
        "git " + commit.tree(),
        scratch -> {
          progress.accept("checking out " + commit.id().substring(0, 12));
          return git.checkOut(repository, commit, scratch.resolve("tree"));
        });
  }

  private Tree tree(SourceSpec spec, String revision, String identity, Filler filler) {
    String key = ContentHash.start().add(identity).hex();
    if (store.find(KIND, key).isEmpty()) {
      try (FolderLock lock =
          store.lock(
              KIND, key, () -> progress.accept("waiting for another run to unpack " + spec))) {
        if (store.find(KIND, key).isEmpty()) {
          try (Scratch scratch = store.scratch()) {
            Path filled = filler.fill(scratch.folder());
            requireKernel(spec, filled);
            store.publish(filled, KIND, key);
          }
        }
      }
    }
    Path folder = store.path(KIND, key);
    return new Tree(folder, key, requireKernel(spec, folder), spec.toString(), revision);
  }

  private static String requireKernel(SourceSpec spec, Path folder) {
    return KernelVersion.of(folder)
        .orElseThrow(
            () ->
                new UsageException(
                    spec
                        + " holds no kernel tree: no Makefile that sets VERSION and PATCHLEVEL at"
                        + " its top. Name the folder, or a tarball with one folder, that has it."));
  }

  /** Makes the tree below a scratch folder and returns its top. */
  private interface Filler {
    Path fill(Path scratch);
  }
}
