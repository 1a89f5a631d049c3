// SPDX-License-Identifier: Apache-2.0
package org.kverdict.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The harness could not run: a program is missing, the disk is full, QEMU would not start. It says
 * nothing about the series. Exit code 75 (EX_TEMPFAIL in sysexits.h): mend it and try again.
 */
public class InfrastructureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was tried, what was found, what to do next
   */
  public InfrastructureException(String message) {
    super(message);
  }

  /**
   * @param message what was tried, what was found, what to do next
   * @param cause what led to it
   */
  public InfrastructureException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * An I/O failure, with the free space of the folder where the disk is full.
   *
   * @param attempt what was tried, as in "cannot write build.log"
   * @param where the file or folder that was written to
   * @param cause the failure
   */
  public static InfrastructureException io(String attempt, Path where, IOException cause) {
    String reason = reason(cause);
    if (saysDiskFull(reason)) {
      return new InfrastructureException(diskFull(attempt, where), cause);
    }
    return new InfrastructureException(attempt + " in " + where + ": " + reason, cause);
  }

  /** An I/O failure in words; Java's own message is often the path alone. */
  public static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "there is a file of that name";
    }
    return cause instanceof FileSystemException e && e.getReason() != null
        ? e.getReason()
        : String.valueOf(cause.getMessage());
  }

  /** Whether this text, a program's output or an errno message, tells of a full disk. */
  public static boolean saysDiskFull(String text) {
    return text.contains("No space left on device") || text.contains("Disk quota exceeded");
  }

  /** The message for a full disk. */
  public static String diskFull(String attempt, Path where) {
    return attempt
        + ": the disk is full ("
        + freeSpace(where)
        + " free at "
        + where
        + "). Make room there, or set KVERDICT_CACHE to a folder on a larger disk,"
        + " and run again: nothing is lost but the step that was under way.";
  }

  private static String freeSpace(Path where) {
    try {
      Path existing = where.toAbsolutePath();
      while (!Files.exists(existing) && existing.getParent() != null) {
        existing = existing.getParent();
      }
      long free = Files.getFileStore(existing).getUsableSpace();
      return String.format(Locale.ROOT, "%.1f MiB", free / 1048576.0);
    } catch (IOException e) {
      return "unknown space";
    }
  }
}
