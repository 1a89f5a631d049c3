// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kverdict.compare.Expectations;
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
        expectations(written.expect()));
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
