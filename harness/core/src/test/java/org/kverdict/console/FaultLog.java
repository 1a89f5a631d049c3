// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A golden log. Its header, lines that begin with {@code ##}, says where it comes from and what is
 * to be found in it; the console's own bytes follow after a line of {@code ##} alone.
 *
 * @param file where it is
 * @param origin {@code ## provoked: ...} or {@code ## composed: ...}, written by a person
 * @param expected a line for each fault, or {@code ## none}; empty before the first update
 * @param log the console
 */
record FaultLog(Path file, String origin, List<String> expected, String log) {
  static final Path FOLDER = Path.of("src/test/resources/faultlogs");

  static List<FaultLog> all() throws IOException {
    List<FaultLog> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        all.add(read(file));
      }
    }
    return all;
  }

  static FaultLog read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    // One byte is one character here, so that positions are the file's.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n##\n");
    if (!text.startsWith("## ") || end < 0) {
      throw new IOException(file + ": a header that ends in a line of ## is missing");
    }
    List<String> header = new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    int begin = end + "\n##\n".length();
    return new FaultLog(
        file,
        header.get(0),
        header.subList(1, header.size()),
        new String(bytes, begin, bytes.length - begin, StandardCharsets.UTF_8));
  }

  /** Writes other expectations; not a byte of the log changes. */
  void rewrite(List<String> expectations) throws IOException {
    byte[] old = Files.readAllBytes(file);
    int begin = new String(old, StandardCharsets.ISO_8859_1).indexOf("\n##\n") + "\n##\n".length();
    String header = origin + "\n" + String.join("\n", expectations) + "\n##\n";
    byte[] head = header.getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[head.length + old.length - begin];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(old, begin, all, head.length, old.length - begin);
    Files.write(file, all);
  }

  /** What is found in it, in the words of a header. */
  static List<String> describe(List<Fault> faults) {
    return faults.isEmpty() ? List.of("## none") : faults.stream().map(FaultLog::describe).toList();
  }

  private static String describe(Fault fault) {
    return "## fault: "
        + fault.kind().word()
        + ": "
        + fault.title()
        + " | function "
        + fault.function().orElse("-")
        + " | case "
        + fault.caseName().orElse("-")
        + " | "
        + (fault.complete() ? "complete" : "incomplete")
        + " | "
        + fault.stack().size()
        + " frames";
  }
}
