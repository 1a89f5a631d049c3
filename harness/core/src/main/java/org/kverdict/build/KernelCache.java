// SPDX-License-Identifier: Apache-2.0
package org.kverdict.build;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.store.ContentHash;
import org.kverdict.store.Folders;
import org.kverdict.store.Scratch;
import org.kverdict.store.Store;

/** Kernels by what they were built from. An entry is checked against its own hash when used. */
final class KernelCache {
  static final String KIND = "kernels";
  static final String IMAGE = "image";
  static final String FUNCTIONS = "functions.txt";
  private static final String MANIFEST = "kernel.json";

  private final Store store;
  private final ObjectMapper json = new ObjectMapper();

  KernelCache(Store store) {
    this.store = store;
  }

  /** What an entry says of itself. */
  record Manifest(String imageHash, long buildMillis) {}

  /** The kernel, unless there is none or what is there is damaged; then it is taken away. */
  Optional<Kernel> find(String key) {
    Optional<Path> entry = store.find(KIND, key);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    Path folder = entry.get();
    if (isWhole(folder)) {
      try {
        Manifest manifest = json.readValue(folder.resolve(MANIFEST).toFile(), Manifest.class);
        if (ContentHash.of(folder.resolve(IMAGE)).equals(manifest.imageHash())) {
          return Optional.of(kernel(folder, key, manifest, true));
        }
      } catch (JsonProcessingException e) {
        // Damaged, as a wrong hash is.
      } catch (IOException e) {
        throw InfrastructureException.io("cannot read the kernel", folder, e);
      }
    }
    store.discard(KIND, key);
    return Optional.empty();
  }

  private static boolean isWhole(Path folder) {
    return Stream.of(MANIFEST, IMAGE, FUNCTIONS, "config", "build.log")
        .allMatch(file -> Files.isRegularFile(folder.resolve(file)));
  }

  /** Copies a finished build into the cache. */
  Kernel publish(String key, Path output, Target target, Path log, Duration buildTime) {
    try (Scratch scratch = store.scratch()) {
      Path entry = Folders.make(scratch.folder().resolve("kernel"));
      try {
        copy(output.resolve(target.image()), entry.resolve(IMAGE));
        copyIfThere(output.resolve("vmlinux"), entry.resolve("vmlinux"));
        copyIfThere(output.resolve("System.map"), entry.resolve("System.map"));
        copy(output.resolve(".config"), entry.resolve("config"));
        copy(log, entry.resolve("build.log"));
        Files.writeString(
            entry.resolve(FUNCTIONS),
            FunctionScanner.scan(output.resolve("vmlinux.o"))
                .map(FunctionHashes::toText)
                .orElse(""));
        Manifest manifest =
            new Manifest(ContentHash.of(entry.resolve(IMAGE)), buildTime.toMillis());
        json.writeValue(entry.resolve(MANIFEST).toFile(), manifest);
        return kernel(store.publish(entry, KIND, key), key, manifest, false);
      } catch (IOException e) {
        throw InfrastructureException.io("cannot keep the kernel", entry, e);
      }
    }
  }

  private static Kernel kernel(Path folder, String key, Manifest manifest, boolean cached) {
    return new Kernel(
        folder, key, manifest.imageHash(), cached, Duration.ofMillis(manifest.buildMillis()));
  }

  private static void copyIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      copy(from, to);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
