// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A report that is being read. */
final class Report {
  private static final int TEXT_LINES = 200;

  /** Only a task that is being killed for its oops runs through these. */
  private static final Pattern KILLED =
      Pattern.compile("make_task_dead|rewind_stack_\\w+|oops_end");

  /** Each task comes here in the end. */
  private static final Pattern EXITING = Pattern.compile("do_exit|do_task_dead");

  /** Nothing that is printed later belongs to it, but the panic that follows from it. */
  private static final Pattern END = Pattern.compile("^---\\[ end ");

  private static final Pattern PID = Pattern.compile("\\bPID: (\\d{1,10})\\b");

  private static final Pattern ADDRESS = Pattern.compile("(?:0x)?[0-9a-f]{8,}");

  private static final Pattern FETCH = Pattern.compile("^#PF: supervisor instruction fetch");

  private final Headline headline;
  private final int line;
  private final Optional<String> caseName;
  private final List<String> text = new ArrayList<>();
  private final Stacks stacks = new Stacks();
  private final String caller;
  private Family latest;
  private boolean died;
  private boolean ended;
  private boolean over;
  private boolean fetched;
  private String detail = "";
  private Optional<String> named = Optional.empty();
  private Optional<String> function = Optional.empty();

  /**
   * @param headline what it begins with
   * @param line where in the log, and by whom
   * @param preface what stood before it and belongs to it
   * @param caseName the case that is running
   */
  Report(Headline headline, LogLine line, List<String> preface, Optional<String> caseName) {
    this.headline = headline;
    this.line = line.number();
    this.caller = line.caller();
    this.caseName = caseName;
    this.text.addAll(preface);
    this.latest = headline.family();
    this.died = isDeath(headline.family());
    name(headline);
  }

  FaultKind kind() {
    return headline.family().kind();
  }

  /** Whether it has its stack. */
  boolean hasStack() {
    return stacks.any();
  }

  /** Whether it tells of a task, or an interrupt, that was killed for what it did. */
  boolean died() {
    return died;
  }

  /** Whether a processor or task does not go on. */
  boolean isStall() {
    return switch (kind()) {
      case RCU_STALL, SOFT_LOCKUP, HARD_LOCKUP -> true;
      default -> false;
    };
  }

  /** Whether it tells of one lost object. */
  boolean isLeak() {
    return kind() == FaultKind.MEMORY_LEAK && !isLeakCount();
  }

  /** Whether it only tells how many objects are lost. */
  boolean isLeakCount() {
    return kind() == FaultKind.MEMORY_LEAK && headline.family().role() == Role.TRAP;
  }

  /** Whether this headline only goes on with it. */
  boolean continuesWith(Headline next) {
    Family family = next.family();
    // The OOM killer shows who asked for memory before it says whom it has killed, and kmemleak
    // counts its objects last. Whatever dies has its headlines above its stack.
    boolean open = !hasStack() || (family.kind() == kind() && !family.dies());
    return open && !ended && family.follows(latest);
  }

  /** Goes on with a further headline. */
  void add(Headline next, String message) {
    over = false;
    latest = next.family();
    died |= isDeath(latest);
    ended |= latest.role() == Role.PANIC;
    name(next);
    add(message);
  }

  /** Takes the function that a headline names. */
  private void name(Headline from) {
    Optional<String> name = from.function().filter(Report::isName);
    named = named.or(() -> name);
    function = function.or(() -> name.filter(this::isTelling));
  }

  /**
   * Takes its next line.
   *
   * @return whether that was a part of a stack
   */
  boolean add(String message) {
    if (text.size() < TEXT_LINES && !over) {
      text.add(message);
    }
    over |= END.matcher(message).find();
    Family family = headline.family();
    ended |= family.end().map(end -> end.matcher(message).find()).orElse(false);
    fetched |= FETCH.matcher(message).find();
    boolean frame = stacks.line(message);
    if (detail.isEmpty()) {
      detail = family.detail().map(pattern -> group(pattern, message, "")).orElse("");
    }
    if (function.isEmpty()) {
      function =
          family.locus().map(pattern -> group(pattern, message, "f")).filter(this::isTelling);
    }
    return frame;
  }

  /** Whose report it is: the task that printed it or, where the kernel does not say, its PID. */
  Optional<String> task() {
    if (!caller.isEmpty()) {
      return Optional.of(caller);
    }
    return text.stream().map(PID::matcher).filter(Matcher::find).findFirst().map(m -> m.group(1));
  }

  /** Whether it comes from the path on which a task is killed for its oops. */
  boolean isOfKilledTask() {
    return hasCertain(KILLED);
  }

  /** Whether it comes from a task's last steps, which may be those of an orderly exit. */
  boolean isOfExitingTask() {
    return hasCertain(EXITING);
  }

  private boolean hasCertain(Pattern function) {
    return stacks.chosen().frames().stream()
        .anyMatch(frame -> frame.certain() && function.matcher(plain(frame)).matches());
  }

  private static String plain(Frame frame) {
    return Titles.plain(frame.function());
  }

  /** The function to look at first. */
  Optional<String> function() {
    return blamed(stacks.chosen()).map(Titles::plain);
  }

  Fault fault() {
    Stack stack = stacks.chosen();
    Optional<String> guilty = function();
    return new Fault(
        kind(),
        Titles.compose(headline.family(), headline.quoted(), detail, guilty),
        guilty,
        caseName,
        stack.frames(),
        isComplete(stack),
        line,
        String.join("\n", text));
  }

  private static boolean isDeath(Family family) {
    return family.role() == Role.TRAP && family.dies();
  }

  private boolean isComplete(Stack stack) {
    boolean whole = stack.whole() && !stack.frames().isEmpty();
    return switch (headline.family().completeness()) {
      case HEADLINE -> true;
      case STACK -> whole;
      case STACK_AND_END -> ended && !stack.frames().isEmpty();
      case STACK_OR_END -> ended || whole;
      case END -> ended;
    };
  }

  private Optional<String> blamed(Stack stack) {
    if (function.isPresent() || headline.family().blame() == Blame.NAMED) {
      return function;
    }
    List<Frame> frames = isStall() ? stack.frames() : stack.ownFrames();
    return guilty(frames)
        .or(() -> named.filter(Report::isNoReporter))
        .or(() -> Guilt.innermost(frames));
  }

  private Optional<String> guilty(List<Frame> all) {
    List<Frame> frames = new ArrayList<>(all);
    if (fetched) {
      // The processor was where no code is: only what is below tells who sent it there.
      stacks.pointer().ifPresent(frames::remove);
    }
    // Without the pointer the unwinder misses the first one and calls it doubtful.
    boolean lost = fetched || (died && stacks.pointer().isEmpty());
    if (lost && !frames.isEmpty()) {
      return Optional.of(frames.get(0).function());
    }
    return Guilt.of(frames, kind());
  }

  private static String group(Pattern pattern, String message, String name) {
    Matcher matcher = pattern.matcher(message);
    if (!matcher.find()) {
      return "";
    }
    return name.isEmpty() ? matcher.group(1) : matcher.group(name);
  }

  /** An assertion is in the function that makes a claim; another report finds what others did. */
  private boolean isTelling(String name) {
    String plain = Titles.plain(name);
    boolean asserted = kind() == FaultKind.WARNING || kind() == FaultKind.BUG;
    boolean plumbing =
        asserted ? Plumbing.reports(plain) || Plumbing.serves(plain) : Plumbing.contains(plain);
    return isName(name) && !plumbing;
  }

  private static boolean isNoReporter(String name) {
    return !Plumbing.reports(Titles.plain(name));
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && !ADDRESS.matcher(name).matches();
  }
}
