// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verdicts to render. */
final class Documents {
  private static final String SHA = "0123456789abcdef".repeat(4);

  private Documents() {}

  /** Three steps with one case of every kind. */
  static VerdictDocument everything() {
    return document(
        "regressed",
        1,
        List.of(
            step("base", Optional.empty(), "built", "finished"),
            step(
                "+1",
                Optional.of(
                    "kcov: share the pages of a second mapping, and say why it is"
                        + " right to do so"),
                "cached",
                "finished"),
            step("+2", Optional.of("kcov: clean up"), "built", "panicked")),
        List.of(
            it("demo/a.same", "same", "", false, "pass", "pass", "pass"),
            it("demo/a.skipped", "same", "", false, "skip", "skip", "skip"),
            it("demo/a.fails_alike", "same", "", false, "fail", "fail", "fail"),
            it("demo/b.fixed", "fixed", "+1", false, "crashed:SIGBUS", "pass", "pass"),
            it("demo/b.regressed", "regressed", "+2", false, "pass", "pass", "fail"),
            it(
                "demo/b.broken_in_between_by_the_first_patch",
                "same",
                "+1",
                true,
                "pass",
                "fail",
                "pass"),
            it("demo/c.changed", "changed", "+2", false, "pass~EBUSY", "pass~EBUSY", "pass~EINVAL"),
            it("demo/c.added", "added", "+1", false, "-", "pass", "pass"),
            it("demo/c.removed", "removed", "+2", false, "pass", "pass", "-"),
            it("demo/c.lost", "inconclusive", "+2", false, "pass", "pass", "lost")),
        List.of(
            fault("warning", "WARNING in kcov_mmap", "fixed", "base"),
            fault("kasan", "KASAN: use-after-free Read in kcov_put", "regressed", "+2"),
            allowed("allocation failure", "allocation failure in kcov_mmap", "base")),
        List.of("demo/b.other: want fixed, got no such case ran"),
        List.of("+2: the kernel panicked: Fatal exception\n  its console: out/+2/console.log"));
  }

  /** The words of all outcomes, in one step. */
  static VerdictDocument oneStep(String outcome) {
    return document(
        "ran",
        0,
        List.of(step("base", Optional.empty(), "built", "finished")),
        List.of(it("demo/a.one", "same", "", false, outcome)),
        List.of(),
        List.of(),
        List.of());
  }

  /** A series that came to nothing. */
  static VerdictDocument notApplied() {
    return document(
        "not-applied",
        3,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of("patch 1 (x) does not apply"));
  }

  /** A step without a kernel. */
  static VerdictDocument notBuilt() {
    VerdictDocument.Step broken =
        new VerdictDocument.Step(
            "+1",
            Optional.of("1.patch"),
            Optional.of("kcov: x"),
            Optional.empty(),
            "failed",
            "none",
            List.of("kernel/kcov.c:7:2: error: expected ';'"),
            Optional.empty(),
            Optional.empty(),
            Map.of("buildLog", "+1/build.log"),
            List.of(),
            Optional.empty());
    return document(
        "not-built",
        4,
        List.of(step("base", Optional.empty(), "built", "finished"), broken),
        List.of(it("demo/a.one", "inconclusive", "", false, "pass", "-")),
        List.of(),
        List.of(),
        List.of());
  }

  static VerdictDocument document(
      String verdict,
      int exit,
      List<VerdictDocument.Step> steps,
      List<VerdictDocument.Case> cases,
      List<VerdictDocument.FaultEntry> faults,
      List<String> unmet,
      List<String> problems) {
    return new VerdictDocument(
        VerdictDocument.VERSION,
        "kcov-mmap",
        verdict,
        "1 fixed, 1 changed, 1 regressed, 3 same.",
        exit,
        steps,
        cases,
        faults,
        List.of(
            new VerdictDocument.AllowanceEntry(
                "allocation failure",
                "allocation failure in kcov_*",
                List.of("demo/a.*"),
                "the size is the point",
                List.of("base")),
            new VerdictDocument.AllowanceEntry(
                "warning", "WARNING in kcov_put", List.of(), "known since 5.9", List.of())),
        Optional.of(new VerdictDocument.Statistics(0.05, cases.size(), 1, 64)),
        List.of(),
        new VerdictDocument.ExpectationReport(
            List.of("demo/b.fixed"), List.of(), "same", unmet.isEmpty(), unmet),
        problems,
        new VerdictDocument.Inputs(
            "0.1.0",
            "dir:/linux",
            "tree " + SHA,
            SHA,
            "5.10.262",
            List.of(new VerdictDocument.HashedInput("1.patch", SHA)),
            "x86_64",
            List.of(new VerdictDocument.HashedInput("kernel-configs/kcov.config", SHA)),
            List.of("gcc 12"),
            Optional.of("7.2.22"),
            Optional.of("tcg"),
            Optional.of(SHA),
            List.of("demo")),
        List.of(
            new VerdictDocument.Timing("build", Optional.of("base"), 0.5, 230),
            new VerdictDocument.Timing("total", Optional.empty(), 0, 240.25)));
  }

  static VerdictDocument.Step step(
      String name, Optional<String> subject, String build, String boot) {
    return new VerdictDocument.Step(
        name,
        subject.map(s -> name + ".patch"),
        subject,
        Optional.of(SHA),
        build,
        boot,
        List.of(),
        Optional.of("the guest finished and powered off"),
        Optional.of("qemu-system-x86_64 -m 512M"),
        Map.of("console", name + "/console.log"),
        List.of(
            new VerdictDocument.Guest(name + "-1", "boot", "finished", 10, Optional.of(2.5), 3.25)),
        subject.map(
            s ->
                new VerdictDocument.Functions(
                    List.of("kcov_ioctl"), List.of("kcov_ioctl_locked"), List.of(), 6_543)));
  }

  /** Outcomes by step, as OUTCOME[:SIGNAL][~OBSERVED], or "-" where it did not run. */
  static VerdictDocument.Case it(
      String name, String verdict, String since, boolean intermediateOnly, String... outcomes) {
    Map<String, String> words = new LinkedHashMap<>();
    Map<String, VerdictDocument.Detail> details = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.length; i++) {
      if (!outcomes[i].equals("-")) {
        String step = i == 0 ? "base" : "+" + i;
        String[] observed = outcomes[i].split("~", 2);
        String[] signal = observed[0].split(":", 2);
        words.put(step, signal[0]);
        details.put(
            step,
            new VerdictDocument.Detail(
                second(signal),
                second(observed),
                signal[0].equals("fail") ? Optional.of("a.c:5: want 0, got 1") : Optional.empty(),
                Optional.of("output of " + name),
                12));
      }
    }
    return new VerdictDocument.Case(
        name,
        verdict,
        verdict.equals("fixed"),
        Optional.of(since).filter(s -> !s.isEmpty()),
        intermediateOnly,
        words,
        details,
        evidence(verdict, words));
  }

  private static VerdictDocument.Evidence evidence(String verdict, Map<String, String> words) {
    Map<String, Map<String, Integer>> runs = new LinkedHashMap<>();
    words.forEach((step, word) -> runs.put(step, Map.of(word, 8)));
    boolean decided = List.of("fixed", "regressed", "changed").contains(verdict);
    return new VerdictDocument.Evidence(
        runs,
        verdict.equals("regressed") ? Map.of("+2", List.of("pass")) : Map.of(),
        decided ? Optional.of(0.000155) : Optional.empty(),
        decided ? Optional.of(0.000333) : Optional.empty(),
        decided ? Optional.of("8 of 8 here, 0 of 8 there") : Optional.empty());
  }

  static VerdictDocument.FaultEntry fault(String kind, String title, String verdict, String step) {
    return new VerdictDocument.FaultEntry(
        kind,
        title,
        verdict,
        List.of(step),
        Map.of(step, 1),
        List.of("demo/a.one"),
        Optional.empty(),
        title + "\nCall Trace:\n kcov_mmap+0x12/0x34",
        true);
  }

  private static VerdictDocument.FaultEntry allowed(String kind, String title, String step) {
    VerdictDocument.FaultEntry fault = fault(kind, title, "allowed", step);
    return new VerdictDocument.FaultEntry(
        kind,
        title,
        "allowed",
        fault.steps(),
        fault.guests(),
        fault.cases(),
        Optional.of("the size is the point"),
        fault.text(),
        true);
  }

  private static Optional<String> second(String[] parts) {
    return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
  }
}
