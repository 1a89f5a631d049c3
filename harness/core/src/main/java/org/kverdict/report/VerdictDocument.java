// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code verdict.json} holds; every other report is rendered from it. Its JSON Schema is
 * {@code verdict.schema.json} beside this class.
 *
 * @param version of this format
 * @param name what the run is called
 * @param verdict the word for the series; see {@link org.kverdict.compare.SeriesVerdict}, and
 *     {@code not-applied}, {@code not-built} where it did not come that far
 * @param summary one sentence
 * @param exitCode what the command line exits with
 * @param steps in order
 * @param cases every case of any step
 * @param faults what the kernels said about themselves
 * @param allowances the faults that the plan allows, and where they were seen
 * @param statistics by what measure a difference counts
 * @param noOp why the kernel is the same with and without the series, if it is; a line per file
 * @param expectations what the plan said, and what of it does not hold
 * @param problems what went wrong and is no outcome of a case, one line each
 * @param inputs what was tested exactly
 * @param timings in seconds
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonPropertyOrder({"version", "name", "verdict", "summary", "exitCode"})
public record VerdictDocument(
    int version,
    String name,
    String verdict,
    String summary,
    int exitCode,
    List<Step> steps,
    List<Case> cases,
    List<FaultEntry> faults,
    List<AllowanceEntry> allowances,
    Optional<Statistics> statistics,
    List<String> noOp,
    ExpectationReport expectations,
    List<String> problems,
    Inputs inputs,
    List<Timing> timings) {

  /** The version of the format that this class writes. */
  public static final int VERSION = 2;

  /** Copies. */
  public VerdictDocument {
    steps = List.copyOf(steps);
    cases = List.copyOf(cases);
    faults = List.copyOf(faults);
    allowances = List.copyOf(allowances);
    noOp = List.copyOf(noOp);
    problems = List.copyOf(problems);
    timings = List.copyOf(timings);
  }

  /**
   * A step.
   *
   * @param name {@code base}, {@code +1}, ...
   * @param patch the patch that leads to it
   * @param subject its subject
   * @param kernel the SHA-256 of the kernel's image
   * @param build whether there is a kernel: the word of a {@link StepStatus.Build}
   * @param boot how its run ended: the word of a {@link StepStatus.Boot}
   * @param buildErrors the first errors, if it did not build
   * @param bootDetail how the boot ended, in words
   * @param qemu the command that booted it
   * @param files where its evidence is, relative to the verdict: {@code console}, {@code config},
   *     {@code buildLog}, {@code qemu}, {@code results}
   * @param guests the guests that ran, in the order of their beginning; the first is the one that
   *     {@code boot} is about
   * @param functions what the patch did to the kernel's functions, compared with the step before
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Step(
      String name,
      Optional<String> patch,
      Optional<String> subject,
      Optional<String> kernel,
      String build,
      String boot,
      List<String> buildErrors,
      Optional<String> bootDetail,
      Optional<String> qemu,
      Map<String, String> files,
      List<Guest> guests,
      Optional<Functions> functions) {
    /** Copies. */
    public Step {
      guests = List.copyOf(guests);
      buildErrors = List.copyOf(buildErrors);
      files = ordered(files);
    }
  }

  /**
   * A guest.
   *
   * @param name as it calls itself in its report
   * @param start {@code boot}, or {@code saved} if it went on from the first one's state
   * @param end how it ended: the word of a {@link StepStatus.Boot}
   * @param cases how many cases it was to run
   * @param toWork seconds from its start until it took its work
   * @param seconds from its start to its end
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Guest(
      String name, String start, String end, int cases, Optional<Double> toWork, double seconds) {}

  /**
   * The functions of a step's kernel, compared with those of the step before; those that merely
   * moved are unchanged.
   *
   * @param changed those with other code
   * @param added those that are new
   * @param removed those that are gone
   * @param unchanged how many are as before
   */
  public record Functions(
      List<String> changed, List<String> added, List<String> removed, int unchanged) {
    /** Copies. */
    public Functions {
      changed = List.copyOf(changed);
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }
  }

  /**
   * A case.
   *
   * @param name as in {@code kcov/mmap.second_mapping_shares_pages}
   * @param verdict between the first step and the last
   * @param expected whether the plan says so
   * @param since the first step at which it behaves otherwise than before
   * @param intermediateOnly good at both ends, bad in between
   * @param outcomes the outcome's word by step
   * @param details the rest by step
   * @param evidence what the verdict rests on
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Case(
      String name,
      String verdict,
      boolean expected,
      Optional<String> since,
      boolean intermediateOnly,
      Map<String, String> outcomes,
      Map<String, Detail> details,
      Evidence evidence) {
    /** Copies. */
    public Case {
      outcomes = ordered(outcomes);
      details = ordered(details);
    }
  }

  /**
   * What a verdict rests on.
   *
   * @param runs how often the case behaved how, by step: {@code SIGBUS} 8 times at {@code base}
   * @param doubtful how it behaved after the kernel had faulted in the same guest, by step; not
   *     counted
   * @param p the probability of a difference like this one, or a greater one, if there is none
   * @param threshold below this it counts
   * @param reason the same in words
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Evidence(
      Map<String, Map<String, Integer>> runs,
      Map<String, List<String>> doubtful,
      Optional<Double> p,
      Optional<Double> threshold,
      Optional<String> reason) {
    /** Copies. */
    public Evidence {
      runs = ordered(runs);
      doubtful = ordered(doubtful);
    }

    /** Of a case about which nothing but its outcomes is known. */
    public static Evidence none() {
      return new Evidence(Map.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /**
   * By what measure a difference counts.
   *
   * @param significance the probability that a run of a series without effect finds one
   * @param cases how many cases were compared, for each of which it counts
   * @param least how often every case is run at least
   * @param most how often a case is run at most
   */
  public record Statistics(double significance, int cases, int least, int most) {}

  /**
   * A fault that the plan allows.
   *
   * @param kind the family
   * @param title the pattern of its title
   * @param cases patterns of the cases in which it is allowed; empty for all
   * @param reason why it is
   * @param seen the steps at which it was seen
   */
  public record AllowanceEntry(
      String kind, String title, List<String> cases, String reason, List<String> seen) {
    /** Copies. */
    public AllowanceEntry {
      cases = List.copyOf(cases);
      seen = List.copyOf(seen);
    }
  }

  /**
   * What qualifies an outcome.
   *
   * @param signal the signal that ended the case
   * @param observed what it saw where more than one answer is right
   * @param message why it did not pass
   * @param output what it printed
   * @param milliseconds how long it ran
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Detail(
      Optional<String> signal,
      Optional<String> observed,
      Optional<String> message,
      Optional<String> output,
      long milliseconds) {}

  /**
   * A fault.
   *
   * @param kind the family
   * @param title what happened
   * @param verdict between the first step and the last; {@code allowed} if the plan says so
   * @param steps where it was seen
   * @param guests in how many guests it was seen, by step
   * @param cases the cases that were running
   * @param allowed why the plan allows it
   * @param text how one of them reads, cut to a bound; empty for a hang or a reset
   * @param complete whether that one is whole
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record FaultEntry(
      String kind,
      String title,
      String verdict,
      List<String> steps,
      Map<String, Integer> guests,
      List<String> cases,
      Optional<String> allowed,
      String text,
      boolean complete) {
    /** Copies. */
    public FaultEntry {
      steps = List.copyOf(steps);
      guests = ordered(guests);
      cases = List.copyOf(cases);
    }
  }

  /**
   * What the plan said of the series.
   *
   * @param fixed the cases that it was to fix
   * @param changed the cases that it was to change
   * @param others {@code same} or {@code any}
   * @param met whether all of it holds
   * @param unmet what does not, one line each
   */
  public record ExpectationReport(
      List<String> fixed, List<String> changed, String others, boolean met, List<String> unmet) {
    /** Copies. */
    public ExpectationReport {
      fixed = List.copyOf(fixed);
      changed = List.copyOf(changed);
      unmet = List.copyOf(unmet);
    }
  }

  /**
   * What was tested exactly.
   *
   * @param kverdict the harness's version
   * @param source the tree, as it was asked for
   * @param revision what that turned out to be
   * @param tree the hash of the tree's content
   * @param kernelVersion what its Makefile says
   * @param patches the patches, with hashes of their diffs
   * @param arch the architecture
   * @param configs the fragments, with hashes of their content
   * @param toolchain what each program says of its version
   * @param qemu QEMU's version
   * @param acceleration {@code kvm} or {@code tcg}
   * @param initramfs the SHA-256 of what the guest booted into
   * @param tests the suites
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Inputs(
      String kverdict,
      String source,
      String revision,
      String tree,
      String kernelVersion,
      List<HashedInput> patches,
      String arch,
      List<HashedInput> configs,
      List<String> toolchain,
      Optional<String> qemu,
      Optional<String> acceleration,
      Optional<String> initramfs,
      List<String> tests) {
    /** Copies. */
    public Inputs {
      patches = List.copyOf(patches);
      configs = List.copyOf(configs);
      toolchain = List.copyOf(toolchain);
      tests = List.copyOf(tests);
    }
  }

  /**
   * A file that went in.
   *
   * @param name the file's name
   * @param sha256 the hash of its content
   */
  public record HashedInput(String name, String sha256) {}

  /**
   * How long a stage took.
   *
   * @param stage {@code source}, {@code series}, {@code build}, {@code boot}, ...; {@code total}
   *     for the whole run
   * @param step the step, where the stage has one
   * @param start seconds since the run began
   * @param seconds how long it took
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Timing(String stage, Optional<String> step, double start, double seconds) {}

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
