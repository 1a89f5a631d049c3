// SPDX-License-Identifier: Apache-2.0
package org.kverdict.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.kverdict.failure.InfrastructureException;

/** SHA-256 over named parts, each with its length, so that no two lists of parts look alike. */
public final class ContentHash {
  private final MessageDigest digest;

  private ContentHash(MessageDigest digest) {
    this.digest = digest;
  }

  /** An empty hash to add parts to. */
  public static ContentHash start() {
    try {
      return new ContentHash(MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The plain SHA-256 of these bytes, in hex, as {@code sha256sum} prints it. */
  public static String of(byte[] bytes) {
    ContentHash hash = start();
    hash.digest.update(bytes);
    return hash.hex();
  }

  /**
   * The plain SHA-256 of a file's content, in hex, as {@code sha256sum} prints it.
   *
   * @throws InfrastructureException if it cannot be read
   */
  public static String of(Path file) {
    ContentHash hash = start();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", file, e);
    }
    return hash.hex();
  }

  /** Adds one part. */
  public ContentHash add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds one part. */
  public ContentHash add(byte[] part) {
    digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(part);
    return this;
  }

  /** The hash in lower-case hex, 64 characters; ends this object's use. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
