// SPDX-License-Identifier: Apache-2.0
package org.kverdict.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.process.Reaper;

/**
 * An initramfs in a file.
 *
 * @param file the archive, in the "newc" format, uncompressed: unpacking costs more under emulation
 *     than reading does
 * @param sha256 of its bytes, in hex; the same contents always give the same
 */
public record Initramfs(Path file, String sha256) {

  /**
   * Writes the archive. It appears by rename: there is either the whole of it or nothing.
   *
   * @param contents what the guest finds in it
   * @param file where it goes; replaced if it exists
   * @throws InfrastructureException if one of the contents is missing, or on a failure to write
   */
  public static Initramfs write(InitramfsContents contents, Path file) {
    contents.requireAll();
    Path target = file.toAbsolutePath();
    MessageDigest digest = newDigest();
    try {
      Path unfinished = Reaper.ofThisProcess().unfinished(target);
      try {
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(unfinished), digest)) {
          NewcArchive.write(contents, out);
        }
        rename(unfinished, target);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw InfrastructureException.io("cannot write the initramfs", target, e);
    }
    return new Initramfs(target, HexFormat.of().formatHex(digest.digest()));
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
