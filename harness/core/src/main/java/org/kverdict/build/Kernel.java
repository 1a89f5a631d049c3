// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.kverdict.failure.InfrastructureException;

/**
 * A kernel in the cache.
 *
 * @param folder its entry
 * @param key what it was built from: tree, patches, config, toolchain and architecture
 * @param imageHash the SHA-256 of the image
 * @param cached whether it was there before this run
 * @param buildTime how long the build took, whenever it was
 */
public record Kernel(
    Path folder, String key, String imageHash, boolean cached, Duration buildTime) {

  /** The image to boot. */
  public Path image() {
    return folder.resolve(KernelCache.IMAGE);
  }

  /** The symbols and, where the config has them, the debug information. */
  public Path vmlinux() {
    return folder.resolve("vmlinux");
  }

  /** The resolved configuration. */
  public Path config() {
    return folder.resolve("config");
  }

  /**
   * Its functions, each with a hash of its code; empty if the build left no object that tells.
   *
   * @throws InfrastructureException if they cannot be read
   */
  public Optional<FunctionHashes> functions() {
    Path file = folder.resolve(KernelCache.FUNCTIONS);
    try {
      return FunctionHashes.parse(Files.readString(file));
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read the kernel's functions", file, e);
    }
  }

  /** What {@code make} said. */
  public Path log() {
    return folder.resolve("build.log");
  }
}
