// SPDX-License-Identifier: Apache-2.0
package org.kverdict.series;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.kverdict.store.ContentHash;

/**
 * How a patched tree differs from the tree it began as: the files that patches touched, as they are
 * afterwards. Two series that lead to the same files lead to the same overlay, whatever their mails
 * say.
 *
 * @param files by path below the tree's top
 */
public record Overlay(Map<String, State> files) {

  /** A file in a patched tree. */
  public sealed interface State {}

  /** The file exists. */
  @SuppressWarnings("ArrayRecordComponent") // Copied on the way in and out; compared by hash.
  public record Present(byte[] content, boolean executable) implements State {
    /** Copies. */
    public Present {
      content = content.clone();
    }

    /** A copy of the content. */
    @Override
    public byte[] content() {
      return content.clone();
    }
  }

  /** The patches took the file away. */
  public record Absent() implements State {}

  /** Checks and copies. */
  public Overlay {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /** No difference. */
  public static Overlay none() {
    return new Overlay(Map.of());
  }

  /** Identifies the content, in hex. */
  public String hash() {
    ContentHash hash = ContentHash.start();
    files.forEach(
        (path, state) -> {
          hash.add(path);
          if (state instanceof Present present) {
            hash.add(present.executable() ? "x" : "-").add(present.content());
          } else {
            hash.add("absent");
          }
        });
    return hash.hex();
  }
}
