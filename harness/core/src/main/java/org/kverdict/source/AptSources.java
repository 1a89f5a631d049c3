// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kverdict.failure.InfrastructureException;

/**
 * The Debian mirrors that this host uses, read from its apt sources in both formats
 * (sources.list(5): one line, and deb822).
 *
 * @param archive mirrors of the main archive, such as {@code http://mirror/debian}
 * @param security mirrors of the security archive
 */
record AptSources(List<String> archive, List<String> security) {
  private static final Path ETC_APT = Path.of("/etc/apt");
  private static final Pattern ONE_LINE =
      Pattern.compile("deb(?:-src)?\\s+(?:\\[[^]]*]\\s+)?(\\S+)\\s+(\\S+)\\s+(.*)");
  private static final Pattern DEBIAN_SUITE =
      Pattern.compile(
          "(bullseye|bookworm|trixie|forky|sid|oldoldstable|oldstable|stable|testing|unstable)"
              + "(-security|-updates|-backports|-proposed-updates)?");

  /** One mirror with one suite, and what it has of it. */
  private record Entry(String uri, String suite, List<String> components) {
    boolean isDebian() {
      return DEBIAN_SUITE.matcher(suite).matches()
          && components.contains("main")
          && !uri.startsWith("cdrom:");
    }
  }

  AptSources {
    archive = List.copyOf(archive);
    security = List.copyOf(security);
  }

  static AptSources ofThisHost() {
    return read(ETC_APT);
  }

  static AptSources read(Path etcApt) {
    List<Entry> found = new ArrayList<>();
    for (Path file : files(etcApt)) {
      String text = read(file, etcApt);
      found.addAll(file.toString().endsWith(".sources") ? deb822(text) : oneLine(text));
    }
    Set<String> archive = new LinkedHashSet<>();
    Set<String> security = new LinkedHashSet<>();
    found.stream()
        .filter(Entry::isDebian)
        .forEach(
            entry ->
                (entry.suite().endsWith("-security") ? security : archive)
                    .add(entry.uri().replaceAll("/+$", "")));
    return new AptSources(List.copyOf(archive), List.copyOf(security));
  }

  /** The mirrors that carry a suite. */
  List<String> mirrorsOf(String suite) {
    return suite.endsWith("-security") ? security : archive;
  }

  private static List<Path> files(Path etcApt) {
    List<Path> all = new ArrayList<>();
    Optional.of(etcApt.resolve("sources.list")).filter(Files::isRegularFile).ifPresent(all::add);
    Path parts = etcApt.resolve("sources.list.d");
    if (Files.isDirectory(parts)) {
      try (Stream<Path> list = Files.list(parts)) {
        list.filter(p -> p.toString().matches(".*\\.(list|sources)")).sorted().forEach(all::add);
      } catch (IOException e) {
        throw InfrastructureException.io("cannot list", parts, e);
      }
    }
    return all;
  }

  private static String read(Path file, Path etcApt) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read apt's sources", etcApt, e);
    }
  }

  private static List<Entry> oneLine(String text) {
    return text.lines()
        .map(line -> ONE_LINE.matcher(line.strip()))
        .filter(Matcher::matches)
        .map(m -> new Entry(m.group(1), m.group(2), words(m.group(3))))
        .toList();
  }

  private static List<Entry> deb822(String text) {
    List<Entry> all = new ArrayList<>();
    for (String stanza : text.split("\\n\\s*\\n", -1)) {
      if (field(stanza, "Enabled").equals("no")) {
        continue;
      }
      for (String uri : words(field(stanza, "URIs"))) {
        for (String suite : words(field(stanza, "Suites"))) {
          all.add(new Entry(uri, suite, words(field(stanza, "Components"))));
        }
      }
    }
    return all;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private static String field(String stanza, String name) {
    Matcher m = Pattern.compile("(?im)^" + name + ":[ \\t]*(.*(?:\\n[ \\t]+.*)*)$").matcher(stanza);
    return m.find() ? m.group(1).strip() : "";
  }
}
