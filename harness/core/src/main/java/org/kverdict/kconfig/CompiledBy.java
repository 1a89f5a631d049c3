// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.kverdict.kconfig.Makefiles.Rule;
import org.kverdict.kconfig.NoOpReason.Kind;
import org.kverdict.series.Overlay;

/**
 * Says what would have compiled a file, read off the Makefiles of a tree: the answer to "base and
 * patched are the same kernel, why?". For messages only; it never fails on what it cannot read.
 */
public final class CompiledBy {
  /** Lists that go into the kernel themselves; any other is an object made of several. */
  private static final Set<String> TOP = Set.of("obj", "lib", "extra", "always");

  /** The same, in the Makefiles of the tree's top and of an architecture. */
  private static final Set<String> TOP_OF_TREE =
      Set.of("core", "drivers", "net", "libs", "virt", "head");

  private static final List<String> NOT_KERNEL =
      List.of("Documentation/", "tools/", "scripts/", "LICENSES/", "samples/", "usr/include/");
  private static final int DEPTH = 6;
  private static final int MAKEFILE_LIMIT = 1 << 18;

  /** Rules followed for one file; a tree needs tens, a Makefile made to be slow gets no more. */
  private static final int RULES = 5000;

  private final Path tree;
  private final Overlay overlay;
  private final String arch;
  private final DotConfig config;

  /** By folder, then by what the rules add. */
  private final Map<String, Map<String, List<Rule>>> parsed = new HashMap<>();

  private int followed;

  /**
   * @param tree the unpatched tree
   * @param overlay what a series makes of it
   * @param arch the architecture as {@code make} is told, such as {@code x86_64}
   * @param config the kernel's resolved configuration
   */
  public CompiledBy(Path tree, Overlay overlay, String arch, DotConfig config) {
    this.tree = tree;
    this.overlay = overlay;
    this.arch = arch.equals("x86_64") || arch.equals("i386") ? "x86" : arch;
    this.config = config;
  }

  /** The reasons for all files that the series touches, in the order of their paths. */
  public List<NoOpReason> reasons() {
    return reasons(overlay.files().keySet());
  }

  /** The reasons for some files, given as paths below the tree's top. */
  public List<NoOpReason> reasons(Collection<String> files) {
    return files.stream().sorted().map(this::reason).toList();
  }

  /** Why a change of a file made no difference. */
  public NoOpReason reason(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    if (NOT_KERNEL.stream().anyMatch(file::startsWith) || (!file.contains("/") && !isBuild(name))) {
      return of(file, Kind.NOT_KERNEL, "is no part of a kernel");
    }
    if (file.startsWith("arch/") && !file.startsWith("arch/" + arch + "/")) {
      String other = file.substring("arch/".length()).replaceFirst("/.*", "");
      if (file.indexOf('/', "arch/".length()) > 0) {
        return of(
            file,
            Kind.OTHER_ARCHITECTURE,
            "is of the architecture " + other + ", and this kernel is of " + arch);
      }
    }
    if (file.startsWith("arch/x86/um/")) {
      return of(file, Kind.OTHER_ARCHITECTURE, "is of user-mode Linux, and this kernel is of x86");
    }
    if (isBuild(name)) {
      return of(file, Kind.BUILD_FILE, "says how to build, and led to the same configuration");
    }
    // Not *.txt and the like: a table of instructions becomes code, by a script.
    if (name.endsWith(".rst") || name.endsWith(".md")) {
      return of(file, Kind.NOT_KERNEL, "is no part of a kernel");
    }
    if (name.endsWith(".h")) {
      return of(
          file,
          Kind.HEADER,
          "is a header: nothing that this configuration compiles uses what changed in it");
    }
    return compiled(file);
  }

  private static boolean isBuild(String name) {
    return name.startsWith("Kconfig")
        || name.startsWith("Makefile")
        || name.equals("Kbuild")
        || name.endsWith(".config")
        || name.endsWith("_defconfig");
  }

  private NoOpReason compiled(String file) {
    int dot = file.lastIndexOf('.');
    String object = (dot > file.lastIndexOf('/') ? file.substring(0, dot) : file) + ".o";
    followed = 0;
    List<Gate> ways = ways(object, new HashSet<>(), 0);
    if (ways.isEmpty()) {
      return of(
          file,
          Kind.UNKNOWN,
          "is named by no Makefile that could be understood; it may be included");
    }
    Gate way = ways.stream().min(Comparator.comparingInt(w -> w.problems(config))).orElseThrow();
    List<String> missing = new ArrayList<>(way.missing(config));
    if (way.problems(config) > 0) {
      return new NoOpReason(
          file, Kind.NOT_COMPILED, missing, file + " is compiled " + way.why(config));
    }
    String by =
        way.options().isEmpty()
            ? "is always compiled"
            : "is compiled by " + String.join(" and ", way.options()) + ", which is set";
    return of(
        file,
        Kind.SAME_CODE,
        by + way.note() + "; the change makes no difference to the code (a comment, say)");
  }

  private static NoOpReason of(String file, Kind kind, String predicate) {
    return new NoOpReason(file, kind, List.of(), file + " " + predicate);
  }

  /**
   * The ways on which an object or a folder ({@code net/tun.o}, {@code net/}) gets into the kernel.
   */
  private List<Gate> ways(String wanted, Set<String> seen, int depth) {
    List<Gate> ways = new ArrayList<>();
    if (depth > DEPTH || !seen.add(wanted)) {
      return ways;
    }
    // Any folder above may name it: "obj-y += char/ipmi/" stands in drivers/Makefile.
    String folder = wanted;
    while (!folder.isEmpty() && ways.isEmpty()) {
      int slash = folder.lastIndexOf('/', folder.length() - 2);
      folder = slash < 0 ? "" : folder.substring(0, slash + 1);
      String item = wanted.substring(folder.length());
      for (Rule rule : rules(folder).getOrDefault(item, List.of())) {
        if (followed++ < RULES) {
          ways.addAll(through(rule, folder, seen, depth));
        }
      }
    }
    seen.remove(wanted);
    return ways;
  }

  private List<Gate> through(Rule rule, String folder, Set<String> seen, int depth) {
    Gate own = Gate.of(rule);
    List<Gate> outer = new ArrayList<>();
    boolean top = folder.isEmpty() || folder.equals("arch/" + arch + "/");
    if (TOP.contains(rule.list()) || (top && TOP_OF_TREE.contains(rule.list()))) {
      if (folder.isEmpty()) {
        return List.of(own);
      }
      outer.addAll(ways(folder, seen, depth + 1));
      if (outer.isEmpty()) {
        // How make gets here is not understood: taken for certain.
        return List.of(own);
      }
    } else {
      outer.addAll(ways(folder + rule.list() + ".o", seen, depth + 1));
      Stream.of("$(" + rule.list() + ")", "$(" + rule.list() + "-y)", "$(" + rule.list() + "-objs)")
          .forEach(variable -> outer.addAll(ways(folder + variable, seen, depth + 1)));
    }
    return outer.stream().limit(64).map(own::inside).toList();
  }

  private Map<String, List<Rule>> rules(String folder) {
    Map<String, List<Rule>> known = parsed.get(folder);
    if (known != null) {
      return known;
    }
    Map<String, List<Rule>> rules = new HashMap<>();
    for (String name : List.of("Kbuild", "Makefile")) {
      for (Rule rule : Makefiles.rules(text(folder + name), arch)) {
        new HashSet<>(rule.items())
            .forEach(item -> rules.computeIfAbsent(item, i -> new ArrayList<>()).add(rule));
      }
    }
    parsed.put(folder, rules);
    return rules;
  }

  private String text(String path) {
    Overlay.State state = overlay.files().get(path);
    if (state instanceof Overlay.Present present) {
      return new String(present.content(), StandardCharsets.ISO_8859_1);
    }
    try {
      Path file = tree.resolve(path);
      return state == null && Files.isRegularFile(file) && Files.size(file) <= MAKEFILE_LIMIT
          ? Files.readString(file, StandardCharsets.ISO_8859_1)
          : "";
    } catch (IOException | InvalidPathException e) {
      return "";
    }
  }

  /** What must hold for an object to be in the kernel. */
  private record Gate(Set<String> options, List<Condition> conditions, boolean module) {
    static Gate of(Rule rule) {
      return new Gate(new LinkedHashSet<>(rule.options()), rule.conditions(), rule.module());
    }

    Gate inside(Gate outer) {
      Set<String> all = new LinkedHashSet<>(options);
      all.addAll(outer.options);
      List<Condition> both = new ArrayList<>(conditions);
      both.addAll(outer.conditions);
      return new Gate(all, both, module || outer.module);
    }

    List<String> missing(DotConfig config) {
      return options.stream().filter(o -> !config.value(o).equals("y")).toList();
    }

    List<Condition> failing(DotConfig config) {
      return conditions.stream().filter(c -> c.fails(config)).toList();
    }

    int problems(DotConfig config) {
      return missing(config).size() + failing(config).size() + (module ? 1 : 0);
    }

    String why(DotConfig config) {
      List<String> reasons = new ArrayList<>();
      List<String> missing = missing(config);
      if (missing.size() == 1) {
        reasons.add("by " + missing.get(0) + ", which " + value(missing.get(0), config));
      } else if (!missing.isEmpty()) {
        reasons.add("by " + String.join(" and ", missing) + ", none of which is y");
      }
      failing(config).forEach(c -> reasons.add("under \"" + c.shown() + "\", which does not hold"));
      if (module) {
        reasons.add("as a module alone, which is no part of the kernel");
      }
      return String.join(", and ", reasons);
    }

    private static String value(String option, DotConfig config) {
      String value = config.value(option);
      if (value.equals("m")) {
        return "is m: a module is no part of the kernel";
      }
      return config.mentions(option)
          ? "is not set"
          : "is not set, nor offered by this configuration";
    }

    /** Conditions of which it is not certain that they do not hold; those on options alone. */
    String note() {
      return conditions.stream()
          .filter(c -> c.text().contains("CONFIG_"))
          .findFirst()
          .map(c -> " (under \"" + c.shown() + "\")")
          .orElse("");
    }
  }
}
