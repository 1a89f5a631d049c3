// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.List;

/** What the allocators, and the checks of the kernel's own data structures, report. */
final class MemoryFamilies {
  private static final String END_TRACE = "^---\\[ end trace";

  static final List<Family> ALL =
      List.of(
          // It is the next allocation that comes upon what was written after the object was freed.
          slab("(Poison overwritten)").locatedBy("Freed in (?<f>[\\w.$]+)\\+0x").blamingNamed(),
          // Whoever looks at the slab comes upon these.
          slab("(Wrong (?:object count|number of objects)|(?:Object p|P)adding overwritten)")
              .blamingNamed(),
          slab("(.+)"),
          cause(
              FaultKind.LIST_CORRUPTION,
              "(list_(?:add|del)\\w*) (?:corruption|double add)",
              "$1 corruption"),
          cause(
              FaultKind.REFCOUNT,
              "refcount_t: ((?:add|incre|decre)\\w* (?:on|hit)) 0\\b",
              "refcount_t: $1 zero"),
          cause(FaultKind.REFCOUNT, "refcount_t: ([a-z ]+)", "refcount_t: $1"),
          // Not each line that begins so: at boot it tells how many objects it has.
          cause(FaultKind.ODEBUG, "ODEBUG: ([\\w ]+) \\(active state", "ODEBUG: $1 $2")
              .detailedBy("object type: (\\w+)"),
          cause(
              FaultKind.ODEBUG,
              "ODEBUG: object \\S+ is (?:NOT )?on (?:the )?stack",
              "ODEBUG: object with a wrong annotation"),
          Family.of(
                  FaultKind.MEMORY_LEAK,
                  Role.SITE,
                  "unreferenced object (?:0x)?[0-9a-f(]",
                  "memory leak",
                  Completeness.STACK)
              .goingOn(),
          Family.of(
                  FaultKind.MEMORY_LEAK,
                  Role.TRAP,
                  "\\d+ new suspected memory leaks",
                  "suspected memory leaks",
                  Completeness.HEADLINE)
              .ofNoFunction(),
          Family.of(
              FaultKind.ALLOCATION_FAILURE,
              Role.SITE,
              ".{0,64}?: (?:page allocation failure: order|vmalloc: allocation failure"
                  + "|vmalloc error: size|vmalloc size \\d+ allocation failure"
                  + "|vmalloc allocation failure)",
              "allocation failure",
              Completeness.STACK),
          Family.of(
              FaultKind.ALLOCATION_FAILURE,
              Role.SITE,
              "percpu: allocation failed, size=",
              "allocation failure",
              Completeness.STACK),
          outOfMemory(Role.CAUSE, ".{1,32}? invoked oom-killer: gfp_mask=").goingOn(),
          outOfMemory(Role.SITE, "(?:Memory cgroup o|O)ut of memory:? (?:Kill|\\()"));

  private MemoryFamilies() {}

  private static Family slab(String finding) {
    String headline = "BUG \\S.{0,64}? \\((?:Not t|T)ainted[^)]{0,40}\\): " + finding;
    return Family.of(
        FaultKind.SLAB_CORRUPTION, Role.SITE, headline, "slab corruption: $1", Completeness.STACK);
  }

  /** A text after which a WARNING or a BUG() gives the place. */
  private static Family cause(FaultKind kind, String headline, String title) {
    return Family.of(kind, Role.CAUSE, headline, title, Completeness.STACK_AND_END)
        .endingIn(END_TRACE)
        .goingOn();
  }

  /** Who asked for the last page is an accident, so no function is in the title. */
  private static Family outOfMemory(Role role, String headline) {
    return Family.of(FaultKind.OUT_OF_MEMORY, role, headline, "out of memory", Completeness.END)
        .endingIn("ut of memory:? (?:Kill|\\()|^Kernel panic")
        .ofNoFunction();
  }
}
