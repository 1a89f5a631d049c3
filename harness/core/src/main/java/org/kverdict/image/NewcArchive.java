// SPDX-License-Identifier: Apache-2.0
package org.kverdict.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * Writes a "newc" archive that depends on nothing but its contents: no clock, no user, no inode of
 * the host. There is no {@code /dev/console} in it, which only root can make: the default initramfs
 * inside every kernel provides that node.
 */
final class NewcArchive {
  /** Where init mounts, and where the suites live. */
  private static final List<String> FOLDERS = List.of("dev", "proc", "sys", "tmp", "suites");

  private static final int EXECUTABLE = 0755;
  private static final int READABLE = 0644;

  private final CpioArchiveOutputStream out;
  private final Set<String> folders = new HashSet<>();
  // In sequence: newc takes two entries with one inode for hard links of each other.
  private long inode = 1;

  private NewcArchive(CpioArchiveOutputStream out) {
    this.out = out;
  }

  static void write(InitramfsContents contents, OutputStream to) throws IOException {
    try (CpioArchiveOutputStream out = new CpioArchiveOutputStream(to)) {
      NewcArchive archive = new NewcArchive(out);
      for (String folder : FOLDERS) {
        archive.folder(folder);
      }
      archive.file("init", EXECUTABLE, Files.readAllBytes(contents.init()));
      for (Map.Entry<String, Path> suite : contents.suites().entrySet()) {
        archive.file("suites/" + suite.getKey(), EXECUTABLE, Files.readAllBytes(suite.getValue()));
      }
      for (Map.Entry<String, String> text : contents.texts().entrySet()) {
        archive.text(text.getKey().substring(1), text.getValue());
      }
    }
  }

  private void text(String path, String content) throws IOException {
    // The kernel unpacks in order and makes no parents: each must come before its children.
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      folder(path.substring(0, slash));
    }
    file(path, READABLE, content.getBytes(StandardCharsets.UTF_8));
  }

  private void folder(String path) throws IOException {
    if (folders.add(path)) {
      entry(path, CpioConstants.C_ISDIR | EXECUTABLE, 2, new byte[0]);
    }
  }

  private void file(String path, int mode, byte[] content) throws IOException {
    entry(path, CpioConstants.C_ISREG | mode, 1, content);
  }

  private void entry(String path, int mode, int links, byte[] content) throws IOException {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, path, content.length);
    entry.setMode(mode);
    entry.setNumberOfLinks(links);
    entry.setInode(inode++);
    entry.setUID(0);
    entry.setGID(0);
    entry.setTime(0);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }
}
