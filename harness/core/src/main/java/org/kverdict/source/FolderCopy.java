// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.nio.file.Path;
import org.kverdict.store.TreeHash;

/** What of a user's folder belongs to the tree: all but git's own data. */
final class FolderCopy {
  static final String EXCLUDED = ".git";

  private FolderCopy() {}

  static String hash(Path folder) {
    return TreeHash.of(folder, path -> !path.startsWith(EXCLUDED));
  }
}
