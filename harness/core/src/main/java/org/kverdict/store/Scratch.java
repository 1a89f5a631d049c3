// SPDX-License-Identifier: Apache-2.0
package org.kverdict.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kverdict.failure.InfrastructureException;

/** A folder for what is under way. Closing it deletes what is left; so does the next sweep. */
public final class Scratch implements AutoCloseable {
  private final Path folder;
  private final FolderLock lock;
  private final Path lockFile;

  Scratch(Path folder, FolderLock lock, Path lockFile) {
    this.folder = folder;
    this.lock = lock;
    this.lockFile = lockFile;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    Folders.delete(folder);
    try {
      Files.deleteIfExists(lockFile);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot delete", lockFile, e);
    } finally {
      lock.close();
    }
  }
}
