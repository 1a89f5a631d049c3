// SPDX-License-Identifier: Apache-2.0
package org.kverdict.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.process.Reaper;

/**
 * kverdict's cache on disk. An entry is a folder {@code KIND/KEY} that appears by rename, whole or
 * not at all; what was under way when a process died lies in {@code tmp} and is swept by the next
 * one.
 */
public final class Store {
  private static final AtomicLong COUNTER = new AtomicLong();

  /** This process; its id alone is not enough, for containers may share a cache. */
  private static final String PROCESS =
      ProcessHandle.current().pid() + "-" + Long.toHexString(new SecureRandom().nextLong());

  private final Path root;

  private Store(Path root) {
    this.root = root;
  }

  /**
   * Opens a cache and removes what dead processes left in it.
   *
   * @param root its folder; made if it is missing
   * @throws InfrastructureException if it cannot be written to
   */
  public static Store open(Path root) {
    Path folder = root.toAbsolutePath().normalize();
    if (folder.toString().matches(".*[\\s:].*")) {
      throw new UsageException(
          "the cache folder "
              + folder
              + " has a space or a colon in its path, which the kernel's Makefile refuses."
              + " Set KVERDICT_CACHE to another folder.");
    }
    Store store = new Store(Folders.make(folder));
    store.sweep();
    return store;
  }

  /**
   * Where the user's cache is: {@code KVERDICT_CACHE}, else {@code kverdict} in the XDG cache
   * folder.
   *
   * @param environment the environment's variables
   */
  public static Path defaultRoot(Map<String, String> environment) {
    String own = environment.getOrDefault("KVERDICT_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    return caches.resolve("kverdict");
  }

  /** The cache's folder. */
  public Path root() {
    return root;
  }

  /** Where an entry is, or would be. */
  public Path path(String kind, String key) {
    return root.resolve(kind).resolve(key);
  }

  /** An entry, if it is there; marks it as used. */
  public Optional<Path> find(String kind, String key) {
    Path entry = path(kind, key);
    if (!Files.isDirectory(entry)) {
      return Optional.empty();
    }
    touch(entry);
    return Optional.of(entry);
  }

  /**
   * Publishes a scratch folder as an entry. If the entry is there already, the earlier one stays.
   *
   * @param scratch what to publish; gone afterwards
   * @return the entry
   */
  public Path publish(Path scratch, String kind, String key) {
    Path entry = path(kind, key);
    Folders.make(root.resolve(kind));
    touch(scratch);
    try {
      Files.move(scratch, entry);
    } catch (IOException e) {
      if (!Files.isDirectory(entry)) {
        throw InfrastructureException.io("cannot publish", entry, e);
      }
      Folders.delete(scratch);
    }
    return entry;
  }

  /** Takes an entry away; it vanishes by rename before it is deleted. */
  public void discard(String kind, String key) {
    try (Scratch grave = scratch()) {
      Files.move(path(kind, key), grave.folder().resolve("discarded"));
    } catch (NoSuchFileException e) {
      // Somebody else was quicker.
    } catch (IOException e) {
      throw InfrastructureException.io("cannot discard", path(kind, key), e);
    }
  }

  /** A lock on a name, between processes and threads. */
  public FolderLock lock(String kind, String key, Runnable onWait) {
    return FolderLock.acquire(lockFile(kind, key), onWait);
  }

  /** The same lock, if it is free. */
  public Optional<FolderLock> tryLock(String kind, String key) {
    return FolderLock.tryAcquire(lockFile(kind, key));
  }

  Path lockFile(String kind, String key) {
    return root.resolve("locks").resolve(kind + "-" + key);
  }

  /** An empty folder of this process, on the same file system as the entries. */
  public Scratch scratch() {
    String name = PROCESS + "-" + COUNTER.incrementAndGet();
    try (FolderLock sweeping = FolderLock.acquire(sweepLock(), () -> {})) {
      // Under the sweeper's lock: nobody sees the folder before its own lock is held.
      FolderLock lock = FolderLock.acquire(ownerLock(name), () -> {});
      Path folder = root.resolve("tmp").resolve(name);
      Folders.delete(folder);
      Reaper.ofThisProcess().deletes(folder);
      Reaper.ofThisProcess().deletes(ownerLock(name));
      return new Scratch(Folders.make(folder), lock, ownerLock(name));
    }
  }

  private void sweep() {
    Path tmp = Folders.make(root.resolve("tmp"));
    try (FolderLock sweeping = FolderLock.acquire(sweepLock(), () -> {});
        Stream<Path> list = Files.list(tmp)) {
      List<Path> folders = list.filter(Files::isDirectory).toList();
      for (Path folder : folders) {
        Path lockFile = ownerLock(folder.getFileName().toString());
        Optional<FolderLock> dead = FolderLock.tryAcquire(lockFile);
        if (dead.isPresent()) {
          Folders.delete(folder);
          Files.deleteIfExists(lockFile);
          dead.get().close();
        }
      }
    } catch (IOException e) {
      throw InfrastructureException.io("cannot sweep", tmp, e);
    }
  }

  private Path sweepLock() {
    return root.resolve("locks").resolve("sweep");
  }

  private Path ownerLock(String name) {
    return root.resolve("locks").resolve("tmp-" + name);
  }

  private static void touch(Path entry) {
    try {
      Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw InfrastructureException.io("cannot mark as used", entry, e);
    }
  }
}
