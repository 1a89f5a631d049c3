// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.text.WordUtils;
import org.kverdict.console.Fault;
import org.kverdict.console.Frame;

/** The faults of a log for a terminal; the end of the output is their number. */
public final class FaultsText {
  /** Before a frame: the kernel's own mark of one that it only found lying on the stack. */
  private static final String UNCERTAIN = "  ? ";

  private static final String CERTAIN = "    ";

  /** Names that are longer push their own place aside, not everybody's. */
  private static final int LONGEST_ALIGNED = 40;

  private final Style style;
  private final int width;
  private final List<String> lines = new ArrayList<>();

  private FaultsText(Style style, int width) {
    this.style = style;
    this.width = width;
  }

  /**
   * Renders faults.
   *
   * @param faults in the order of the log
   * @param notes what limits them, such as a log that was not read to its end
   * @param style with colours or without
   * @param width how many columns there are
   */
  public static String render(List<Fault> faults, List<String> notes, Style style, int width) {
    FaultsText text = new FaultsText(style, width);
    faults.forEach(text::fault);
    notes.forEach(note -> text.lines.add(style.notable(text.wrapped(note, ""))));
    text.lines.add(
        switch (faults.size()) {
          case 0 -> "no faults";
          case 1 -> "1 fault";
          default -> faults.size() + " faults";
        });
    return String.join("\n", text.lines) + "\n";
  }

  private void fault(Fault fault) {
    lines.add(style.strong(wrapped(fault.kind().word() + ": " + fault.title(), "  ")));
    lines.add(
        "  "
            + wrapped(
                "line "
                    + fault.line()
                    + " of the log"
                    + fault.caseName().map(name -> ", during " + name).orElse("")
                    + (fault.complete() ? ", whole" : ", cut off"),
                "  "));
    int names =
        fault.stack().stream()
            .mapToInt(frame -> name(frame).length())
            .filter(length -> length <= LONGEST_ALIGNED)
            .max()
            .orElse(0);
    fault.stack().forEach(frame -> lines.add(frame(frame, names)));
    lines.add("");
  }

  private String frame(Frame frame, int names) {
    String name = name(frame);
    String line = (frame.certain() ? CERTAIN : UNCERTAIN) + name;
    String place = frame.place().map(Printable::line).orElse("");
    if (!place.isEmpty()) {
      String aligned = line + " ".repeat(Math.max(names - name.length(), 0)) + "  " + place;
      String close = line + "  " + place;
      line =
          aligned.length() <= width
              ? aligned
              : close.length() <= width ? close : line + "\n" + CERTAIN.repeat(2) + place;
    }
    return frame.certain() ? line : style.faint(line);
  }

  private static String name(Frame frame) {
    return Printable.line(
        frame.function()
            + frame.offset().map(offset -> "+" + offset).orElse("")
            + (frame.inlined() ? " (inlined)" : ""));
  }

  private String wrapped(String text, String indent) {
    return WordUtils.wrap(
        Printable.line(text), Math.max(width - indent.length(), 30), "\n" + indent, false);
  }
}
