// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.image.Initramfs;
import org.kverdict.store.ContentHash;
import org.kverdict.store.Folders;
import org.kverdict.store.Store;

/** Guest images in the cache, by their own hash. */
final class GuestImages {
  private static final String KIND = "images";

  private GuestImages() {}

  static Initramfs keep(Store store, Initramfs packed) {
    Optional<Path> kept = store.find(KIND, packed.sha256()).map(e -> e.resolve("initramfs.cpio"));
    if (kept.isPresent()
        && Files.isRegularFile(kept.get())
        && ContentHash.of(kept.get()).equals(packed.sha256())) {
      return new Initramfs(kept.get(), packed.sha256());
    }
    kept.ifPresent(damaged -> store.discard(KIND, packed.sha256()));
    Path folder = packed.file().resolveSibling("image");
    Folders.make(folder);
    try {
      Files.move(packed.file(), folder.resolve("initramfs.cpio"));
    } catch (IOException e) {
      throw InfrastructureException.io("cannot keep the image", folder, e);
    }
    Path entry = store.publish(folder, KIND, packed.sha256());
    return new Initramfs(entry.resolve("initramfs.cpio"), packed.sha256());
  }
}
