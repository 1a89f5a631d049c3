// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.kverdict.failure.InfrastructureException;

/**
 * Which options a tree defines, and what they depend on, read off its Kconfig files. Only for
 * messages: what an option's value is, the tree's own {@code olddefconfig} decides.
 */
public final class OptionIndex {
  private static final Pattern CONFIG =
      Pattern.compile("^\\s*(?:menu)?config\\s+([A-Za-z0-9_]+)\\s*$");
  private static final Pattern DEPENDS = Pattern.compile("^\\s+depends on (.*)$");
  private static final int A_TYPO = 3;

  private final Map<String, List<String>> dependencies = new TreeMap<>();

  private OptionIndex() {}

  /** Reads all Kconfig files of a tree; takes about a second. */
  public static OptionIndex of(Path tree) {
    OptionIndex index = new OptionIndex();
    try (Stream<Path> walk = Files.walk(tree)) {
      walk.filter(f -> f.getFileName().toString().startsWith("Kconfig"))
          .filter(Files::isRegularFile)
          .forEach(index::read);
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read the Kconfig files", tree, e);
    }
    return index;
  }

  private void read(Path kconfig) {
    List<String> current = new ArrayList<>();
    try (Stream<String> lines = Files.lines(kconfig, StandardCharsets.ISO_8859_1)) {
      for (String line : (Iterable<String>) lines::iterator) {
        Matcher config = CONFIG.matcher(line);
        Matcher depends = DEPENDS.matcher(line);
        if (config.matches()) {
          current =
              dependencies.computeIfAbsent("CONFIG_" + config.group(1), o -> new ArrayList<>());
        } else if (depends.matches()) {
          current.add(depends.group(1).strip());
        }
      }
    } catch (IOException e) {
      throw InfrastructureException.io("cannot read", kconfig, e);
    }
  }

  /** Whether any Kconfig file defines an option. */
  public boolean knows(String option) {
    return dependencies.containsKey(option);
  }

  /** Why a setting may have been dropped, in one line. */
  public String explain(Setting setting, String actual) {
    String wanted = setting.toLine() + " (" + setting.where() + "): ";
    List<String> depends = dependencies.get(setting.option());
    if (depends == null) {
      return wanted
          + "this tree knows no such option"
          + nearest(setting.option()).map(o -> "; did you mean " + o + "?").orElse("");
    }
    String got = "it became " + (actual.equals("n") ? "not set" : actual);
    return wanted
        + got
        + (depends.isEmpty() ? "" : "; it depends on " + String.join(" && ", depends));
  }

  private Optional<String> nearest(String option) {
    LevenshteinDistance distance = new LevenshteinDistance(A_TYPO);
    return dependencies.keySet().stream()
        .filter(o -> distance.apply(o, option) >= 0)
        .min(Comparator.comparing(o -> distance.apply(o, option)));
  }
}
