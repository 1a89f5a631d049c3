// SPDX-License-Identifier: Apache-2.0
package org.kverdict.series;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;
import org.kverdict.failure.UsageException;
import org.kverdict.process.Command;
import org.kverdict.process.CommandResult;
import org.kverdict.process.CommandRunner;
import org.kverdict.store.Folders;

/**
 * Reads a series out of a folder or an mbox. Mails are taken apart by git's own {@code mailsplit}
 * and {@code mailinfo}, so what {@code git am} would read is what is read here.
 */
public final class SeriesReader {
  private static final Duration BOUND = Duration.ofMinutes(1);

  private final CommandRunner commands;
  private final Path scratch;

  /**
   * @param commands starts git
   * @param scratch an empty folder for the parts of mails
   */
  public SeriesReader(CommandRunner commands, Path scratch) {
    this.commands = commands;
    this.scratch = scratch;
  }

  /**
   * Reads a series.
   *
   * @param path a folder with {@code *.patch}, {@code *.diff} or {@code *.mbox} files, which apply
   *     in the order of their names, or one such file
   * @throws UsageException if there is nothing there, or no patch in it
   */
  public Series read(Path path) {
    List<Mail> mails = new ArrayList<>();
    for (Path file : files(path)) {
      mails.addAll(split(file));
    }
    List<Patch> patches = new ArrayList<>();
    for (Mail mail : mails) {
      Patch patch = patch(mail, patches.size() + 1);
      // A cover letter, or a reply in the thread, is a mail without a diff.
      if (patch.diff().length > 0) {
        patches.add(patch);
      }
    }
    if (patches.isEmpty()) {
      throw new UsageException(
          "the series " + path + " has no patch in it: no mail carries a diff");
    }
    return new Series(patches);
  }

  /** A mail, or a bare diff, in a file of its own. */
  private record Mail(String name, Path file, boolean bare) {}

  private static List<Path> files(Path path) {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new UsageException(
          "the series "
              + path.toAbsolutePath()
              + " does not exist: want a folder of patches or an mbox");
    }
    try (Stream<Path> list = Files.list(path)) {
      List<Path> files =
          list.filter(f -> f.toString().matches(".*\\.(patch|diff|mbox|eml)"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new UsageException(
            "the series " + path + " is empty: no *.patch, *.diff, *.eml or *.mbox in that folder");
      }
      return files;
    } catch (IOException e) {
      throw InfrastructureException.io("cannot list", path, e);
    }
  }

  private List<Mail> split(Path file) {
    String start = head(file);
    String name = file.getFileName().toString();
    if (start.startsWith("diff ") || start.startsWith("--- ") || start.startsWith("Index: ")) {
      return List.of(new Mail(name, file, true));
    }
    Path into = Folders.make(scratch.resolve("mails-" + name));
    CommandResult split =
        commands.run(
            // -b: a file that does not begin with "From " is one mail.
            Command.of(
                "git", "mailsplit", "-b", "-o" + into, "--", file.toAbsolutePath().toString()),
            BOUND);
    if (!split.succeeded() && split.stderr().contains("empty mbox")) {
      throw new UsageException(file + " is empty: want a mail with a patch, or a diff");
    }
    split.orThrow("cannot read the mails in " + file);
    try (Stream<Path> list = Files.list(into)) {
      List<Path> mails = list.sorted().toList();
      if (mails.size() == 1) {
        return List.of(new Mail(name, mails.get(0), false));
      }
      List<Mail> all = new ArrayList<>();
      for (Path mail : mails) {
        all.add(new Mail(name + "#" + (all.size() + 1), mail, false));
      }
      return all;
    } catch (IOException e) {
      throw InfrastructureException.io("cannot list", into, e);
    }
  }

  private static String head(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", file, e);
    }
  }

  private Patch patch(Mail mail, int number) {
    if (mail.bare()) {
      return new Patch(number, mail.name(), mail.name(), "", mail.file(), bytes(mail.file()));
    }
    Path message = scratch.resolve("message-" + number);
    Path diff = scratch.resolve("diff-" + number);
    // A shell for its redirection alone: mailinfo reads the mail from standard input.
    CommandResult info =
        commands
            .run(
                Command.of(
                    "sh",
                    "-c",
                    "exec git mailinfo -u \"$1\" \"$2\" < \"$3\"",
                    "mailinfo",
                    message.toString(),
                    diff.toString(),
                    mail.file().toAbsolutePath().toString()),
                BOUND)
            .orThrow("cannot read the mail " + mail.name());
    String author = header(info.stdout(), "Author");
    String address = header(info.stdout(), "Email");
    String subject = header(info.stdout(), "Subject");
    return new Patch(
        number,
        mail.name(),
        subject.isEmpty() ? mail.name() : subject,
        address.isEmpty() ? author : author + " <" + address + ">",
        mail.file(),
        bytes(diff));
  }

  private static String header(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2).strip())
        .findFirst()
        .orElse("");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", file, e);
    }
  }
}
