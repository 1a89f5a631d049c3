// SPDX-License-Identifier: Apache-2.0
package org.kverdict.store;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that has a cache open. */
final class Publisher {
  private Publisher() {}

  /** Makes a scratch folder and takes a lock in the cache, says so, and waits to be told to end. */
  public static void main(String[] arguments) throws IOException {
    Store store = Store.open(Path.of(arguments[0]));
    try (Scratch scratch = store.scratch();
        FolderLock lock = store.lock("work", "shared", () -> {})) {
      System.out.println(scratch.folder());
      System.in.read();
    }
  }
}
