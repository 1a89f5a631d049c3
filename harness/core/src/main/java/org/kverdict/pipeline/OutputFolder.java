// SPDX-License-Identifier: Apache-2.0
package org.kverdict.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.report.JunitXml;
import org.kverdict.report.VerdictDocument;
import org.kverdict.report.VerdictJson;
import org.kverdict.store.ContentHash;
import org.kverdict.store.FolderLock;
import org.kverdict.store.Folders;
import org.kverdict.store.Store;

/** Where a run leaves its evidence: the verdict, and a folder per step. */
final class OutputFolder implements AutoCloseable {
  private static final String VERDICT = "verdict.json";
  private static final String GUEST = "guest-";
  private static final String JUNIT = "junit.xml";

  /** What a step may leave, by its name in the verdict. */
  private static final Map<String, String> STEP_FILES =
      Map.of(
          "console", "console.log",
          "results", "results.jsonl",
          "config", "config",
          "buildLog", "build.log",
          "qemu", "qemu.sh");

  private final Path folder;

  private final FolderLock lock;

  private OutputFolder(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Claims the folder for this run; nothing in it changes yet.
   *
   * @throws UsageException if it cannot be written to, or another run is writing to it
   */
  static OutputFolder claim(Path folder, Store store) {
    Path existing = folder;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw unusable(folder, existing + " is a file");
    }
    if (!Files.isWritable(existing)) {
      throw unusable(folder, "no permission to write to " + existing);
    }
    String key = ContentHash.of(folder.toString().getBytes(StandardCharsets.UTF_8));
    return store
        .tryLock("out", key)
        .map(lock -> new OutputFolder(folder, lock))
        .orElseThrow(() -> unusable(folder, "another run is writing to it"));
  }

  private static UsageException unusable(Path folder, String reason) {
    return new UsageException(
        "cannot write to the output folder "
            + folder
            + ": "
            + reason
            + ". Name another with --out.");
  }

  /** Makes the folder and takes an earlier run's files away, which would now be wrong. */
  void prepare() {
    Folders.make(folder);
    try {
      forgetEarlierRun();
    } catch (IOException e) {
      throw InfrastructureException.io("cannot prepare the output folder", folder, e);
    }
  }

  private void forgetEarlierRun() throws IOException {
    List<Path> entries;
    try (Stream<Path> list = Files.list(folder)) {
      entries = list.toList();
    }
    Files.deleteIfExists(folder.resolve(VERDICT));
    Files.deleteIfExists(folder.resolve(JUNIT));
    for (Path entry : entries) {
      if (entry.getFileName().toString().matches("base|again|\\+[0-9]+")
          && Files.isDirectory(entry)) {
        forgetStep(entry);
      }
    }
  }

  /** Another run may write here now. */
  @Override
  public void close() {
    lock.close();
  }

  /** Deletes our files only: the folder may be somebody's whose name happens to be a step's. */
  private static void forgetStep(Path step) throws IOException {
    List<Path> entries;
    try (Stream<Path> list = Files.list(step)) {
      entries = list.toList();
    }
    for (Path entry : entries) {
      if (entry.getFileName().toString().matches(GUEST + "[0-9]+") && Files.isDirectory(entry)) {
        forgetStep(entry);
      }
    }
    for (String file : STEP_FILES.values()) {
      Files.deleteIfExists(step.resolve(file));
    }
    boolean empty;
    try (Stream<Path> rest = Files.list(step)) {
      empty = rest.findAny().isEmpty();
    }
    if (empty) {
      Files.delete(step);
    }
  }

  Path step(String name) {
    return Folders.make(folder.resolve(name));
  }

  /** The folder of one of a step's guests: the first one's is the step's. */
  Path guest(String step, int number) {
    return number == 1 ? step(step) : Folders.make(step(step).resolve(GUEST + number));
  }

  /** A path within the folder, as the verdict names it. */
  String relative(Path file) {
    return folder.relativize(file).toString();
  }

  Path file(String step, String key) {
    return step(step).resolve(STEP_FILES.getOrDefault(key, key));
  }

  void copy(Path from, String step, String key) {
    try {
      Files.copy(from, file(step, key), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot copy " + from, folder, e);
    }
  }

  void writeScript(String text, String step) {
    Path file = file(step, "qemu");
    Folders.write(file, text.getBytes(StandardCharsets.UTF_8));
    if (!file.toFile().setExecutable(true)) {
      throw new InfrastructureException("cannot make executable: " + file);
    }
  }

  /** The files that a step did leave, relative to the folder. */
  Map<String, String> filesOf(String step) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String key : List.of("buildLog", "config", "console", "results", "qemu")) {
      String relative = step + "/" + STEP_FILES.get(key);
      if (Files.exists(folder.resolve(relative))) {
        found.put(key, relative);
      }
    }
    return found;
  }

  void write(VerdictDocument document) {
    Folders.write(
        folder.resolve(JUNIT), JunitXml.render(document).getBytes(StandardCharsets.UTF_8));
    // Last: where there is a verdict.json, there is everything.
    Folders.write(
        folder.resolve(VERDICT), VerdictJson.write(document).getBytes(StandardCharsets.UTF_8));
  }
}
