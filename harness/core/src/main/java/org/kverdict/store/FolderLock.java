// SPDX-License-Identifier: Apache-2.0
package org.kverdict.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.kverdict.failure.InfrastructureException;

/**
 * A lock between processes and between threads of this one. The kernel gives it back when its
 * holder dies, however it dies; the empty lock file stays.
 */
public final class FolderLock implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  /**
   * What this process holds. POSIX record locks belong to the process, and closing any channel on
   * the file gives them up: the file of a lock that is held here must not even be opened again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock if it is free.
   *
   * @param lockFile the lock file; made if it is missing
   */
  public static Optional<FolderLock> tryAcquire(Path lockFile) {
    Path file = lockFile.toAbsolutePath().normalize();
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    Optional<FolderLock> lock = Optional.empty();
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
      } else {
        lock = Optional.of(new FolderLock(file, channel));
      }
      return lock;
    } catch (IOException e) {
      throw InfrastructureException.io("cannot lock", file, e);
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(file);
      }
    }
  }

  /**
   * Waits for the lock.
   *
   * @param file the lock file; made if it is missing
   * @param onWait called once if it is not free at once
   */
  public static FolderLock acquire(Path file, Runnable onWait) {
    Optional<FolderLock> lock = tryAcquire(file);
    if (lock.isEmpty()) {
      onWait.run();
    }
    while (lock.isEmpty()) {
      try {
        // No file system tells when a lock becomes free, short of blocking beyond interruption.
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InfrastructureException("interrupted while waiting for " + file, e);
      }
      lock = tryAcquire(file);
    }
    return lock.get();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot give back a lock", file, e);
    } finally {
      HELD.remove(file);
    }
  }
}
