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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the guest protocol, version 2 (guest-tests/PROTOCOL.md). Total: whatever the guest writes,
 * the answer is a report, and a line that is not understood is a problem in it. Pessimistic: a case
 * counts as passed only if the guest said so after it began and before anything contradicted it.
 *
 * <p>Cases run one after the other, and each is planned, begins and ends once. A line that does not
 * fit in is forged by a case, or its neighbour was lost: none of the cases that it names or meets
 * is believed any more, and what comes after it is doubtful.
 */
public final class GuestEventReader {
  private static final int PROTOCOL = 2;

  /** More are counted, but not listed. */
  private static final int PROBLEMS_LISTED = 20;

  /** A day, which is the longest time-out. */
  private static final long MOST_MILLIS = 86_400_000;

  private final ObjectMapper json =
      JsonMapper.builder()
          // A line with more than one value, or with two values of a field, contradicts itself.
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();
  private final String guest;
  private final Set<String> announced = new LinkedHashSet<>();
  private final Map<String, State> cases = new LinkedHashMap<>();
  private final Set<String> doubtful = new LinkedHashSet<>();
  private final List<String> began = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable String running;
  private int problemCount;
  private int planned;
  private boolean contradicted;
  private boolean ready;
  private boolean begun;
  private boolean done;

  private GuestEventReader(String guest) {
    this.guest = guest;
  }

  /** A case as the lines so far tell it. */
  private sealed interface State {
    /** Announced. */
    record Planned() implements State {}

    /** Began. */
    record Running() implements State {}

    /** Ended. */
    record Ended(CaseResult result) implements State {}

    /** What was said of it cannot all be true. */
    record Contradicted() implements State {}
  }

  /**
   * Reads a whole run.
   *
   * @param lines what the guest wrote, a line each
   * @param guest the name that it was given with its work
   * @param end what becomes of a case that began and did not end
   */
  public static GuestResults read(Iterable<String> lines, String guest, GuestEnd end) {
    GuestEventReader reader = new GuestEventReader(guest);
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
      case "suite" -> announce(event, line);
      case "ready" -> ready(event, line);
      case "begin" -> begin(event, line);
      case "plan" -> plan(event, line);
      case "start" -> start(event, line);
      case "end" -> end(event, line);
      case "done" -> done(event, line);
      default -> problem("unknown event", line);
    }
  }

  private boolean isKnown(JsonNode event, String line) {
    boolean known = event.path("protocol").asInt() == PROTOCOL;
    if (!known) {
      problem("protocol " + event.path("protocol") + ", want " + PROTOCOL, line);
    }
    return known;
  }

  private void ready(JsonNode event, String line) {
    if (isKnown(event, line) && ready) {
      contradiction("ready twice", line);
    }
    ready = true;
  }

  private void announce(JsonNode event, String line) {
    if (ready) {
      // Cases could otherwise invent cases.
      contradiction("suite announced too late", line);
    } else if (isKnown(event, line)) {
      event.path("cases").forEach(name -> announce(name.asText(), line));
    }
  }

  private void announce(String name, String line) {
    if (CaseName.isOne(name)) {
      announced.add(name);
    } else {
      problem("no name of a case", line);
    }
  }

  private void begin(JsonNode event, String line) {
    if (begun || !event.path("guest").asText().equals(guest)) {
      contradiction("unexpected begin", line);
    }
    begun = true;
  }

  private void plan(JsonNode event, String line) {
    if (!isKnown(event, line)) {
      return;
    }
    if (!begun || done) {
      contradiction("unexpected plan", line);
      return;
    }
    planned++;
    for (JsonNode element : event.path("cases")) {
      String name = element.asText();
      if (!CaseName.isOne(name)) {
        contradiction("no name of a case", name);
      } else if (cases.putIfAbsent(name, new State.Planned()) != null) {
        contradiction("case planned twice", name);
        distrust(name);
      }
    }
  }

  private void start(JsonNode event, String line) {
    String name = event.path("case").asText();
    Optional<String> other = Optional.ofNullable(running);
    if (cases.get(name) instanceof State.Planned && !done && other.isEmpty()) {
      cases.put(name, new State.Running());
      running = name;
      began.add(name);
      if (contradicted) {
        doubtful.add(name);
      }
    } else {
      contradiction("unexpected start", line);
      other.ifPresent(this::distrust);
      distrust(name);
    }
  }

  /** Of a case that was not planned nothing is known, and nothing need be forgotten. */
  private void distrust(String name) {
    cases.computeIfPresent(name, (key, state) -> new State.Contradicted());
    running = name.equals(running) ? null : running;
  }

  private void end(JsonNode event, String line) {
    String name = event.path("case").asText();
    Optional<Outcome> outcome =
        Outcome.ofWord(event.path("outcome").asText()).filter(o -> o != Outcome.LOST);
    if (!(cases.get(name) instanceof State.Running) || done) {
      contradiction("unexpected end", line);
      distrust(name);
    } else if (outcome.isEmpty()) {
      contradiction("unknown outcome", line);
      distrust(name);
    } else {
      running = null;
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
                  millis(event))));
    }
  }

  /** What no case can have taken was not measured. */
  private static long millis(JsonNode event) {
    long millis = event.path("ms").asLong();
    return millis >= 0 && millis <= MOST_MILLIS ? millis : 0;
  }

  private void done(JsonNode event, String line) {
    if (done) {
      contradiction("done twice", line);
      return;
    }
    done = true;
    long open = cases.values().stream().filter(s -> !(s instanceof State.Ended)).count();
    if (open > 0) {
      problems.add("the guest said that it was done, but " + open + " of its cases had not ended");
    }
    int started = event.path("suites").asInt(planned);
    if (started != planned) {
      problems.add(
          "the guest started "
              + started
              + " suites, but "
              + planned
              + " planned cases: see its console");
    }
  }

  private static Optional<String> text(JsonNode event, String field) {
    return Optional.of(event.path(field).asText()).filter(s -> !s.isEmpty());
  }

  private void contradiction(String what, String line) {
    contradicted = true;
    problem(what, line);
  }

  private void problem(String what, String line) {
    problemCount++;
    if (problems.size() < PROBLEMS_LISTED) {
      String oneLine = line.replaceAll("\\R", " ");
      problems.add(what + ": " + oneLine.substring(0, Math.min(oneLine.length(), 160)));
    }
  }

  private GuestResults finish(GuestEnd end) {
    if (planned == 0) {
      problems.add("the guest began no suite");
    }
    if (problemCount > PROBLEMS_LISTED) {
      problems.add((problemCount - PROBLEMS_LISTED) + " more of the guest's lines not understood");
    }
    List<CaseResult> results = new ArrayList<>();
    cases.forEach(
        (name, state) -> {
          if (state instanceof State.Ended ended) {
            results.add(ended.result());
          } else if (state instanceof State.Contradicted) {
            results.add(
                CaseResult.unfinished(
                    name, Outcome.LOST, "what the guest said contradicts itself"));
          } else if (state instanceof State.Running) {
            results.add(CaseResult.unfinished(name, end.unfinished(), end.reason()));
          } else {
            results.add(CaseResult.unfinished(name, Outcome.LOST, "never began: " + end.reason()));
          }
        });
    return new GuestResults(
        results, List.copyOf(announced), List.copyOf(began), doubtful, done, problems);
  }
}
