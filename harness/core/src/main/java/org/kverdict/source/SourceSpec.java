// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kverdict.failure.UsageException;

/** Names a kernel tree: {@code debian:}, {@code tar:}, {@code dir:} or {@code git:}. */
public sealed interface SourceSpec {

  /** A Debian source package that ships a whole tree, such as {@code linux-source-5.10}. */
  record Debian(String name, Optional<String> version, Optional<String> suite)
      implements SourceSpec {
    @Override
    public String toString() {
      return "debian:"
          + name
          + version.map(v -> "=" + v).orElse("")
          + suite.map(s -> "@" + s).orElse("");
    }
  }

  /** A packed tree. */
  record Tarball(Path file) implements SourceSpec {
    @Override
    public String toString() {
      return "tar:" + file;
    }
  }

  /** A tree in a folder, which is read and never written. */
  record Folder(Path folder) implements SourceSpec {
    @Override
    public String toString() {
      return "dir:" + folder;
    }
  }

  /** A revision in a git repository, whose checkout is never touched. */
  record Git(Path repository, String revision) implements SourceSpec {
    @Override
    public String toString() {
      return "git:" + repository + "@" + revision;
    }
  }

  /** What a user may write, for error messages. */
  String FORMS =
      """
      debian:PACKAGE[=VERSION][@SUITE]   as in debian:linux-source-5.10
      tar:FILE                           a .tar.xz, .tar.gz or .tar.zst
      dir:FOLDER                         a tree, which stays as it is
      git:REPO@REV                       a revision of a local repository"""
          .indent(2)
          .stripTrailing();

  /**
   * Reads what a user wrote.
   *
   * @param text as in {@link #FORMS}
   * @param relativeTo the folder that relative paths start from
   * @throws UsageException if it has none of the forms
   */
  static SourceSpec parse(String text, Path relativeTo) {
    int colon = text.indexOf(':');
    String rest = text.substring(colon + 1);
    if (colon < 0 || rest.isEmpty()) {
      throw malformed(text);
    }
    return switch (text.substring(0, colon)) {
      case "debian" -> debian(text, rest);
      case "tar" -> new Tarball(relativeTo.resolve(rest).normalize());
      case "dir" -> new Folder(relativeTo.resolve(rest).normalize());
      case "git" -> git(text, rest, relativeTo);
      default -> throw malformed(text);
    };
  }

  private static SourceSpec debian(String text, String rest) {
    Matcher m =
        Pattern.compile("([a-z0-9][a-z0-9.+-]+)(?:=([A-Za-z0-9.+~:-]+))?(?:@([a-z][a-z0-9-]*))?")
            .matcher(rest);
    if (!m.matches()) {
      throw malformed(text);
    }
    return new Debian(m.group(1), Optional.ofNullable(m.group(2)), Optional.ofNullable(m.group(3)));
  }

  private static SourceSpec git(String text, String rest, Path relativeTo) {
    // A revision may hold one too: HEAD@{1}.
    int braces = rest.indexOf("@{");
    int at = rest.lastIndexOf('@', braces < 0 ? rest.length() : braces - 1);
    // A revision that starts with a dash would be taken for an option by git.
    if (at <= 0 || at == rest.length() - 1 || rest.charAt(at + 1) == '-') {
      throw malformed(text);
    }
    return new Git(relativeTo.resolve(rest.substring(0, at)).normalize(), rest.substring(at + 1));
  }

  private static UsageException malformed(String text) {
    return new UsageException("\"" + text + "\" names no source. What is understood:\n" + FORMS);
  }
}
