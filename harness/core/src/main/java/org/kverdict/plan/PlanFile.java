// SPDX-License-Identifier: Apache-2.0
package org.kverdict.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kverdict.source.SourceSpec;

/**
 * A plan as somebody wrote it, in YAML or on the command line: everything may be left out.
 *
 * @param name what the run is called
 * @param source the tree, in a form that {@link SourceSpec} reads
 * @param series the patches: a folder or an mbox
 * @param configs fragments: names of kverdict's own, or files
 * @param arch the architecture
 * @param tests the suites to run
 * @param steps which steps to build and boot
 * @param guest the machine
 * @param timeouts how long things may take
 * @param repeat how often cases are run
 * @param isolate globs of case names; what one of them matches gets a guest of its own
 * @param allow faults that are not held against the series
 * @param selfTest whether to compare the tree with itself
 * @param expect what the series is to do
 */
public record PlanFile(
    @Nullable String name,
    @Nullable String source,
    @Nullable String series,
    @Nullable List<String> configs,
    @Nullable String arch,
    @Nullable List<String> tests,
    @Nullable Steps steps,
    @Nullable Guest guest,
    @Nullable Timeouts timeouts,
    @Nullable Repeat repeat,
    @Nullable List<String> isolate,
    @Nullable List<Allow> allow,
    @JsonProperty("aa") @Nullable Boolean selfTest,
    @Nullable Expect expect) {

  /** Nothing said. */
  public static final PlanFile EMPTY =
      new PlanFile(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** Nothing said but the tree. */
  public static PlanFile ofSource(@Nullable String source) {
    return new PlanFile(
        null, source, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** The machine, as written: {@code memory: 512M}, {@code cpus: 2}. */
  public record Guest(@Nullable MemorySize memory, @Nullable Integer cpus) {}

  /** Time-outs, as written: {@code boot: 60s}. */
  public record Timeouts(
      @Nullable Timeout boot,
      @Nullable Timeout run,
      @JsonProperty("case") @Nullable Timeout perCase) {}

  /** Repeats, as written: every case so often at least, one that differs so often at most. */
  public record Repeat(
      @Nullable Integer least, @Nullable Integer most, @Nullable Double significance) {
    /** Exactly so often. */
    public static Repeat exactly(int times) {
      return new Repeat(times, times, null);
    }
  }

  /** An allowed fault, as written. */
  public record Allow(
      @Nullable String fault,
      @Nullable String title,
      @Nullable List<String> cases,
      @Nullable String reason) {}

  /** Expectations, as written. */
  public record Expect(
      @Nullable List<String> fixed, @Nullable List<String> changed, @Nullable Others others) {}

  /** The same with relative paths resolved. */
  PlanFile resolvedAgainst(Path folder, Home home) {
    return new PlanFile(
        name,
        source == null ? null : SourceSpec.parse(source, folder).toString(),
        series == null ? null : folder.resolve(series).normalize().toString(),
        configs == null
            ? null
            : configs.stream().map(text -> home.fragment(text, folder).toString()).toList(),
        arch,
        tests,
        steps,
        guest,
        timeouts,
        repeat,
        isolate,
        allow,
        selfTest,
        expect);
  }

  /** What this says, and where it says nothing, what the other says. */
  PlanFile over(PlanFile other) {
    return new PlanFile(
        or(name, other.name),
        or(source, other.source),
        or(series, other.series),
        or(configs, other.configs),
        or(arch, other.arch),
        or(tests, other.tests),
        or(steps, other.steps),
        over(guest, other.guest),
        over(timeouts, other.timeouts),
        over(repeat, other.repeat),
        or(isolate, other.isolate),
        or(allow, other.allow),
        or(selfTest, other.selfTest),
        over(expect, other.expect));
  }

  private static @Nullable Guest over(@Nullable Guest it, @Nullable Guest other) {
    return it == null || other == null
        ? or(it, other)
        : new Guest(or(it.memory, other.memory), or(it.cpus, other.cpus));
  }

  private static @Nullable Timeouts over(@Nullable Timeouts it, @Nullable Timeouts other) {
    return it == null || other == null
        ? or(it, other)
        : new Timeouts(
            or(it.boot, other.boot), or(it.run, other.run), or(it.perCase, other.perCase));
  }

  private static @Nullable Repeat over(@Nullable Repeat it, @Nullable Repeat other) {
    return it == null || other == null
        ? or(it, other)
        : new Repeat(
            or(it.least, other.least),
            or(it.most, other.most),
            or(it.significance, other.significance));
  }

  private static @Nullable Expect over(@Nullable Expect it, @Nullable Expect other) {
    return it == null || other == null
        ? or(it, other)
        : new Expect(
            or(it.fixed, other.fixed), or(it.changed, other.changed), or(it.others, other.others));
  }

  private static <T> @Nullable T or(@Nullable T it, @Nullable T other) {
    return it != null ? it : other;
  }
}
