// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kverdict.compare.Allowance;
import org.kverdict.compare.Expectations;
import org.kverdict.compare.Policy;
import org.kverdict.compare.Repeats;
import org.kverdict.console.FaultKind;
import org.kverdict.failure.UsageException;
import org.kverdict.source.SourceSpec;

/**
 * What to test, completely.
 *
 * @param name what the run is called
 * @param source the tree
 * @param series the patches: a folder or an mbox; empty to test the tree as it is
 * @param fragments config fragments on top of what every guest needs
 * @param arch the architecture's name
 * @param tests the suites to run; at least one
 * @param steps which steps are built and booted
 * @param machine the guest
 * @param timeouts how long things may take
 * @param repeats how often cases are run
 * @param isolated globs of case names; what one of them matches gets a guest of its own
 * @param allowances faults that are not held against the series
 * @param selfTest whether the tree without the series is compared with itself (A/A)
 * @param expectations what the series is to do
 */
public record Plan(
    String name,
    SourceSpec source,
    Optional<Path> series,
    List<Path> fragments,
    String arch,
    List<String> tests,
    Steps steps,
    Guest machine,
    Timeouts timeouts,
    Repeats repeats,
    List<String> isolated,
    List<Allowance> allowances,
    boolean selfTest,
    Expectations expectations) {

  /**
   * The guest.
   *
   * @param memoryMiB its memory in MiB
   * @param cpus how many processors it has
   */
  public record Guest(int memoryMiB, int cpus) {
    private static final int MOST_CPUS = 64;

    /** Checks. */
    public Guest {
      if (cpus < 1 || cpus > MOST_CPUS) {
        throw new UsageException("bad cpu count " + cpus + ": want 1 to " + MOST_CPUS);
      }
    }
  }

  /**
   * How long things may take.
   *
   * @param boot until the guest's first event
   * @param run until the guest's power-off
   * @param perCase one case; empty to leave it to the cases, 30 s where they set none
   */
  public record Timeouts(Duration boot, Duration run, Optional<Duration> perCase) {}

  /** Copies. */
  public Plan {
    fragments = List.copyOf(fragments);
    tests = List.copyOf(tests);
    isolated = List.copyOf(isolated);
    allowances = List.copyOf(allowances);
  }

  /** How its steps are compared. */
  public Policy policy() {
    return new Policy(repeats, allowances, selfTest);
  }

  /**
   * Completes what was written with defaults.
   *
   * @param written relative paths are resolved already
   * @throws UsageException if something is missing for which there is no default
   */
  static Plan complete(PlanFile written) {
    String source = written.source();
    if (source == null) {
      throw new UsageException(
          "no source: name a tree with --source, or with \"source:\" in a plan:\n"
              + SourceSpec.FORMS);
    }
    List<String> tests = written.tests();
    if (tests == null || tests.isEmpty()) {
      throw new UsageException(
          "no tests: name suites with --tests, or with \"tests:\" in a plan, as in --tests kcov");
    }
    PlanFile.Guest guest = or(written.guest(), new PlanFile.Guest(null, null));
    PlanFile.Timeouts timeouts = or(written.timeouts(), new PlanFile.Timeouts(null, null, null));
    Path here = Path.of("").toAbsolutePath();
    return new Plan(
        or(written.name(), "kverdict"),
        SourceSpec.parse(source, here),
        Optional.ofNullable(written.series()).map(Path::of),
        or(written.configs(), List.<String>of()).stream().map(Path::of).toList(),
        or(written.arch(), "x86_64"),
        tests,
        or(written.steps(), Steps.ALL),
        new Guest(or(guest.memory(), new MemorySize(512)).mebibytes(), or(guest.cpus(), 2)),
        new Timeouts(
            // Emulation on a busy machine: a boot takes 4 s here, and may take many times that.
            or(timeouts.boot(), new Timeout(Duration.ofMinutes(2))).duration(),
            or(timeouts.run(), new Timeout(Duration.ofMinutes(10))).duration(),
            Optional.ofNullable(timeouts.perCase()).map(Timeout::duration)),
        repeats(written.repeat()),
        or(written.isolate(), List.<String>of()),
        or(written.allow(), List.<PlanFile.Allow>of()).stream().map(Plan::allowance).toList(),
        Boolean.TRUE.equals(written.selfTest()),
        // What a series is to do says nothing of a tree that is compared with itself.
        Boolean.TRUE.equals(written.selfTest())
            ? Expectations.none()
            : expectations(written.expect()));
  }

  private static Repeats repeats(PlanFile.@Nullable Repeat written) {
    if (written == null) {
      return Repeats.sequential();
    }
    int least = or(written.least(), Repeats.sequential().least());
    return new Repeats(
        least,
        or(written.most(), Math.max(least, Repeats.sequential().most())),
        or(written.significance(), Repeats.sequential().alpha()));
  }

  private static Allowance allowance(PlanFile.Allow written) {
    String kind = written.fault();
    String title = written.title();
    String reason = written.reason();
    if (kind == null || title == null || reason == null) {
      throw new UsageException(
          "allow: each entry needs \"fault:\" (a kind), \"title:\" (with * and ?) and \"reason:\"; found "
              + written);
    }
    List<String> kinds = Arrays.stream(FaultKind.values()).map(FaultKind::word).toList();
    if (!kinds.contains(kind)) {
      throw new UsageException(
          "allow: unknown kind of fault \""
              + kind
              + "\""
              + Nearest.suggestion(kind, kinds)
              + ". Known: "
              + String.join(", ", kinds));
    }
    return new Allowance(kind, title, or(written.cases(), List.<String>of()), reason);
  }

  private static Expectations expectations(PlanFile.@Nullable Expect expect) {
    if (expect == null) {
      return Expectations.none();
    }
    return new Expectations(
        new LinkedHashSet<>(or(expect.fixed(), List.<String>of())),
        new LinkedHashSet<>(or(expect.changed(), List.<String>of())),
        expect.others() == Others.SAME);
  }

  private static <T> T or(@Nullable T written, T otherwise) {
    return written != null ? written : otherwise;
  }
}
