// SPDX-License-Identifier: Apache-2.0
package org.kverdict.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Reaper;

/** What the JDK lacks for whole folders and for files that must appear at once. */
public final class Folders {
  private Folders() {}

  /**
   * Makes a folder and those above it.
   *
   * @return the folder
   */
  public static Path make(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot make the folder", folder, e);
    }
  }

  /** Deletes a folder with all that is in it; what vanishes meanwhile is no error. */
  public static void delete(Path folder) {
    if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (NoSuchFileException e) {
      // Somebody else was quicker.
    } catch (IOException e) {
      throw InfrastructureException.io("cannot delete", folder, e);
    }
  }

  /**
   * Writes a file so that nobody ever sees half of it.
   *
   * @param file the file; replaced if it exists
   * @param content its new content
   */
  public static void write(Path file, byte[] content) {
    try {
      Path temporary = Reaper.ofThisProcess().unfinished(file);
      try {
        Files.write(temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw InfrastructureException.io("cannot write", file, e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
