// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a report's stacks as its lines come, and keeps the one that tells where the fault was: the
 * first that is called a call trace, or else the first of all, for some reports have no such word.
 * The function of the instruction pointer, which stands above the trace, is its innermost frame.
 */
final class Stacks {
  /** A stack that recurses without end has no more to tell. */
  private static final int MOST_FRAMES = 100;

  private static final Pattern FRAME =
      Pattern.compile(
          "^\\s+(?:\\[<[^>]{1,20}>]\\s*)?(\\? )?([\\w.$]+)\\+(0x[0-9a-f]+/0x[0-9a-f]+)(?![\\w.])");

  /** riscv indents nothing but gives the address. */
  private static final Pattern ADDRESSED =
      Pattern.compile("^\\[<[0-9a-f]+>]\\s*(\\? )?([\\w.$]+)\\+(0x[0-9a-f]+/0x[0-9a-f]+)");

  private static final Pattern POINTER =
      Pattern.compile(
          "^\\s*(?:RIP: 0010:|EIP: |pc : |epc : |PC is at )(?:\\[<[^>]{1,20}>]\\s*)*"
              + "([\\w.$]+)\\+(0x[0-9a-f]+/0x[0-9a-f]+)");

  /** Who called, which is all there is if the pointer is no function. */
  private static final Pattern LINK =
      Pattern.compile("(?:^lr : |^LR is at |\\bra : )([\\w.$]+)\\+(0x[0-9a-f]+/0x[0-9a-f]+)");

  private static final Pattern TRACE = Pattern.compile("^\\s*(?:Call [Tt]race|Backtrace):\\s*$");

  /** Of the task in user space: the kernel's stack ends above it. */
  private static final Pattern USER = Pattern.compile("^\\s*RIP: 0033:");

  private static final Pattern OUTERMOST =
      Pattern.compile(
          "(?:entry_(?:SYSCALL|SYSENTER|INT80)|ret_from_|secondary_startup|secondary_start_kernel"
              + "|__secondary_switched|__primary_switched|x86_64_start_|start_kernel|el0t?_"
              + "|handle_exception|rewind_stack).*");

  /** Below these is what was interrupted; not each architecture, and no early kernel, marks it. */
  private static final Pattern INTERRUPT =
      Pattern.compile(
          "asm_sysvec_\\w+|asm_common_interrupt|(?:apic_timer|reschedule|common)_interrupt"
              + "|ret_from_intr|el1h_64_(?:irq|fiq)|el1_irq");

  private static final Pattern INTERRUPT_OVER = Pattern.compile("^\\s*</(?:IRQ|NMI)>");

  private final List<Frame> first = new ArrayList<>();
  private final List<Frame> trace = new ArrayList<>();
  private Optional<Frame> pointer = Optional.empty();
  private int own = MOST_FRAMES;
  private boolean inTrace;
  private boolean traceOver;
  private boolean firstOver;
  private boolean whole;
  private boolean over;

  /**
   * Takes the report's next line.
   *
   * @return whether it is a frame
   */
  boolean line(String line) {
    if (over) {
      return false;
    }
    if (line.startsWith("---[ end")) {
      whole = !current().isEmpty();
      over = true;
      return false;
    }
    Optional<Frame> frame = frame(line);
    if (frame.isPresent()) {
      add(frame.get());
    } else if (TRACE.matcher(line).matches()) {
      begin();
    } else {
      other(line);
    }
    return frame.isPresent();
  }

  private void add(Frame frame) {
    List<Frame> target = inTrace ? trace : first;
    if (target.size() == 1 && inTrace && pointer.filter(frame::isAt).isPresent()) {
      // arm64 gives it in both places.
      return;
    }
    if ((inTrace ? traceOver : firstOver) || target.size() >= MOST_FRAMES) {
      return;
    }
    target.add(frame);
    if (frame.certain() && INTERRUPT.matcher(frame.function()).matches()) {
      interruptedAt(target.size());
    }
    whole = OUTERMOST.matcher(frame.function()).matches();
  }

  private void begin() {
    if (inTrace && !trace.isEmpty()) {
      traceOver = true;
      return;
    }
    inTrace = true;
    whole = false;
    pointer.ifPresent(trace::add);
  }

  private void other(String line) {
    if (pointer(line)) {
      return;
    }
    if (INTERRUPT_OVER.matcher(line).find()) {
      interruptedAt(current().size());
    }
    boolean section = line.endsWith(":");
    if (!current().isEmpty() && (section || USER.matcher(line).find() || !isDump(line))) {
      whole = true;
    }
    if (section) {
      traceOver |= !trace.isEmpty();
      firstOver |= !first.isEmpty();
    }
  }

  private boolean pointer(String line) {
    Matcher matcher = POINTER.matcher(line);
    if (matcher.find()) {
      Frame frame = Frame.pointer(matcher.group(1), matcher.group(2));
      if (inTrace) {
        // An interrupt or a trap came here: the stack goes on below.
        interruptedAt(trace.size());
        add(frame);
      } else if (pointer.filter(Frame::exact).isEmpty()) {
        pointer = Optional.of(frame);
      }
      return true;
    }
    Matcher link = LINK.matcher(line);
    boolean found = link.find();
    if (found && pointer.isEmpty() && !inTrace) {
      pointer = Optional.of(Frame.logged(link.group(1), link.group(2), true));
    }
    return found;
  }

  private void interruptedAt(int frames) {
    own = Math.min(own, frames);
  }

  /** Registers and markers stand within a stack as well. */
  private static boolean isDump(String line) {
    return line.startsWith(" <") || line.startsWith("Code:") || line.startsWith("R");
  }

  private List<Frame> current() {
    return inTrace ? trace : first;
  }

  /** Whether there was any frame so far. */
  boolean any() {
    return !current().isEmpty();
  }

  /** The function that the processor was in, if the report gives it above the stack. */
  Optional<Frame> pointer() {
    return pointer;
  }

  /** The stack to look at. */
  Stack chosen() {
    List<Frame> frames = new ArrayList<>(trace.isEmpty() ? first : trace);
    if (trace.isEmpty() && pointer.isPresent()) {
      // riscv has no word between the registers and the frames, and repeats the pointer.
      frames.removeAll(frames.stream().limit(1).filter(pointer.get()::isAt).toList());
      frames.add(0, pointer.get());
    }
    return new Stack(frames, whole, own);
  }

  private static Optional<Frame> frame(String line) {
    Matcher matcher = FRAME.matcher(line);
    if (!matcher.find()) {
      matcher = ADDRESSED.matcher(line);
      if (!matcher.find()) {
        return Optional.empty();
      }
    }
    return Optional.of(Frame.logged(matcher.group(2), matcher.group(3), matcher.group(1) == null));
  }
}
