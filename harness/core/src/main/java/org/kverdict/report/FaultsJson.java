// SPDX-License-Identifier: Apache-2.0
package org.kverdict.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.List;
import java.util.Optional;
import org.kverdict.console.Fault;
import org.kverdict.console.Frame;

/**
 * The faults of a log as JSON: an object with an array {@code faults}. What is not known is absent.
 */
public final class FaultsJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Document(
      List<Entry> faults, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Entry(
      String kind,
      String title,
      Optional<String> function,
      @JsonProperty("case") Optional<String> caseName,
      boolean complete,
      int line,
      List<StackFrame> stack,
      String text) {
    static Entry of(Fault fault) {
      return new Entry(
          fault.kind().word(),
          Printable.line(fault.title()),
          fault.function().map(Printable::line),
          fault.caseName().map(Printable::line),
          fault.complete(),
          fault.line(),
          fault.stack().stream().map(StackFrame::of).toList(),
          Printable.lines(fault.text()));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record StackFrame(
      String function,
      Optional<String> offset,
      boolean certain,
      Optional<String> place,
      boolean inlined) {
    static StackFrame of(Frame frame) {
      return new StackFrame(
          Printable.line(frame.function()),
          frame.offset().map(Printable::line),
          frame.certain(),
          frame.place().map(Printable::line),
          frame.inlined());
    }
  }

  private FaultsJson() {}

  /**
   * Renders faults, ending in a newline.
   *
   * @param faults in the order of the log
   * @param notes what limits them, such as a log that was not read to its end; absent if empty
   */
  public static String write(List<Fault> faults, List<String> notes) {
    Document document =
        new Document(
            faults.stream().map(Entry::of).toList(), notes.stream().map(Printable::line).toList());
    try {
      return MAPPER.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("a fault has nothing that JSON cannot say", e);
    }
  }
}
