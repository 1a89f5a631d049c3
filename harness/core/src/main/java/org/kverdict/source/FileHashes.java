// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.store.ContentHash;
import org.kverdict.store.Folders;
import org.kverdict.store.Store;

/**
 * Remembers the hash of a large file for as long as its size, inode and time of change stay, so
 * that the next run need not read 120 MB again.
 */
final class FileHashes {
  private final Store store;

  FileHashes(Store store) {
    this.store = store;
  }

  String of(Path file) {
    Path memory = store.path("hashes", identity(file));
    try {
      if (Files.exists(memory)) {
        return Files.readString(memory);
      }
    } catch (IOException e) {
      // Unreadable: as good as not there.
    }
    String hash = ContentHash.of(file);
    Folders.write(memory, hash.getBytes(StandardCharsets.UTF_8));
    return hash;
  }

  private static String identity(Path file) {
    try {
      BasicFileAttributes a = Files.readAttributes(file, BasicFileAttributes.class);
      Object changed = Files.getAttribute(file, "unix:ctime");
      return ContentHash.start()
          .add(file.toRealPath().toString())
          .add(String.valueOf(a.fileKey()))
          .add(a.size() + " " + a.lastModifiedTime() + " " + changed)
          .hex();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", file, e);
    }
  }
}
