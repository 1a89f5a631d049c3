// SPDX-License-Identifier: Apache-2.0
package org.kverdict.results;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the guest protocol, version 1 (guest-tests/PROTOCOL.md). Total: whatever the guest writes,
 * the answer is a report, and a line that is not understood is a problem in it. Pessimistic: a case
 * counts as passed only if the guest said so after it began and before anything contradicted it.
 */
public final class GuestEventReader {
  private static final int PROTOCOL = 1;

  /** More are counted, but not listed. */
  private static final int PROBLEMS_LISTED = 20;

  private final ObjectMapper json =
      JsonMapper.builder()
          // A line with more than one value, or with two values of a field, contradicts itself.
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();
  private final Map<String, State> cases = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private int problemCount;
  private int announced;
  private boolean done;

  /** A case as the lines so far tell it. */
  private sealed interface State {
    /** Announced. */
    record Planned() implements State {}

    /** Began. */
    record Running() implements State {}

    /** Ended. */
    record Ended(CaseResult result) implements State {}
  }

  /**
   * Reads a whole run.
   *
   * @param lines what the guest wrote, a line each
   * @param end what becomes of a case that began and did not end
   */
  public static GuestResults read(Iterable<String> lines, GuestEnd end) {
    GuestEventReader reader = new GuestEventReader();
    lines.forEach(reader::line);
    return reader.finish(end);
  }

  private void line(String line) {
    if (line.isBlank()) {
      return;
    }
    JsonNode event;
    try {
      event = json.readTree(line);
    } catch (JsonProcessingException e) {
      problem("not JSON", line);
      return;
    }
    switch (event.path("event").asText()) {
      case "plan" -> plan(event, line);
      case "start" -> start(event, line);
      case "end" -> end(event, line);
      case "done" -> done(event, line);
      default -> problem("unknown event", line);
    }
  }

  private void plan(JsonNode event, String line) {
    if (event.path("protocol").asInt() != PROTOCOL) {
      problem("protocol " + event.path("protocol") + ", want " + PROTOCOL, line);
      return;
    }
    announced++;
    for (JsonNode name : event.path("cases")) {
      if (cases.putIfAbsent(name.asText(), new State.Planned()) != null) {
        problem("case announced twice", name.asText());
      }
    }
  }

  private void start(JsonNode event, String line) {
    String name = event.path("case").asText();
    if (cases.get(name) instanceof State.Planned && !done) {
      cases.put(name, new State.Running());
    } else {
      problem("unexpected start", line);
    }
  }

  private void end(JsonNode event, String line) {
    String name = event.path("case").asText();
    Optional<Outcome> outcome =
        Outcome.ofWord(event.path("outcome").asText()).filter(o -> o != Outcome.LOST);
    if (!(cases.get(name) instanceof State.Running) || done) {
      problem("unexpected end", line);
      if (cases.get(name) instanceof State.Ended) {
        // Two ends: neither can be believed.
        cases.put(name, new State.Running());
      }
    } else if (outcome.isEmpty()) {
      problem("unknown outcome", line);
    } else {
      cases.put(
          name,
          new State.Ended(
              new CaseResult(
                  name,
                  outcome.get(),
                  text(event, "signal"),
                  text(event, "observed"),
                  text(event, "message"),
                  text(event, "output"),
                  event.path("ms").asLong())));
    }
  }

  private void done(JsonNode event, String line) {
    if (done) {
      problem("done twice", line);
      return;
    }
    done = true;
    long open = cases.values().stream().filter(s -> !(s instanceof State.Ended)).count();
    if (open > 0) {
      problems.add("the guest said that it was done, but " + open + " of its cases had not ended");
    }
    int started = event.path("suites").asInt(announced);
    if (started != announced) {
      problems.add(
          "the guest started "
              + started
              + " suites, but "
              + announced
              + " announced cases: see its console");
    }
  }

  private static Optional<String> text(JsonNode event, String field) {
    return Optional.of(event.path(field).asText()).filter(s -> !s.isEmpty());
  }

  private void problem(String what, String line) {
    problemCount++;
    if (problems.size() < PROBLEMS_LISTED) {
      String oneLine = line.replaceAll("\\R", " ");
      problems.add(what + ": " + oneLine.substring(0, Math.min(oneLine.length(), 160)));
    }
  }

  private GuestResults finish(GuestEnd end) {
    if (announced == 0) {
      problems.add("the guest announced no suite");
    }
    if (problemCount > PROBLEMS_LISTED) {
      problems.add((problemCount - PROBLEMS_LISTED) + " more of the guest's lines not understood");
    }
    List<CaseResult> results = new ArrayList<>();
    cases.forEach(
        (name, state) -> {
          if (state instanceof State.Ended ended) {
            results.add(ended.result());
          } else if (state instanceof State.Running) {
            results.add(CaseResult.unfinished(name, end.unfinished(), end.reason()));
          } else {
            results.add(CaseResult.unfinished(name, Outcome.LOST, "never began: " + end.reason()));
          }
        });
    return new GuestResults(results, done, problems);
  }
}
