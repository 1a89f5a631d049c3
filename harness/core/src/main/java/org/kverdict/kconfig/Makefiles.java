// SPDX-License-Identifier: Apache-2.0
package org.kverdict.kconfig;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a kbuild Makefile's lists of objects and folders. Only for messages: what is compiled,
 * {@code make} decides. What it does not understand it passes over.
 */
final class Makefiles {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*([A-Za-z0-9_.+-]+?)(?:-(y|m|objs|\\$[({].*[)}]))?\\s*[:+?]?");
  private static final Pattern OPTION = Pattern.compile("CONFIG_[A-Za-z0-9_]+");
  private static final Pattern CONDITION =
      Pattern.compile("\\s*(ifdef|ifndef|ifeq|ifneq|else|endif)\\b(.*)");

  /** Longer names are no names; a patch may bring a Makefile that is made to be slow to read. */
  private static final int NAME_LIMIT = 200;

  private Makefiles() {}

  /**
   * An assignment to a list.
   *
   * @param list the variable, without the {@code -y} or {@code -$(CONFIG_X)} at its end
   * @param options what the end of the variable's name depends on; none for {@code -y}
   * @param module whether the list is for modules alone, {@code -m}
   * @param conditions the conditions around it, outermost first
   * @param items what is added
   */
  record Rule(
      String list,
      List<String> options,
      boolean module,
      List<Condition> conditions,
      List<String> items) {}

  /**
   * The rules of a Makefile.
   *
   * @param text its content
   * @param arch what {@code $(SRCARCH)} stands for
   */
  static List<Rule> rules(String text, String arch) {
    List<Rule> rules = new ArrayList<>();
    Deque<Condition> open = new ArrayDeque<>();
    String joined =
        text.replace("\r", "")
            .replaceAll("\\\\\n", " ")
            .replace("$(SRCARCH)", arch)
            .replace("$(BITS)", "64")
            .replace("$(src)/", "")
            .replace("$(obj)/", "");
    for (String commented : (Iterable<String>) joined.lines()::iterator) {
      int comment = commented.indexOf('#');
      String line = comment < 0 ? commented : commented.substring(0, comment);
      Matcher condition = CONDITION.matcher(line);
      int equals = line.indexOf('=');
      Matcher assignment =
          ASSIGNMENT.matcher(equals < 0 || equals > NAME_LIMIT ? "" : line.substring(0, equals));
      if (condition.matches()) {
        follow(condition.group(1), condition.group(2).strip(), open);
      } else if (!line.startsWith("\t") && assignment.matches()) {
        String end = assignment.group(2) == null ? "" : assignment.group(2);
        List<Condition> around = new ArrayList<>(open);
        rules.add(
            new Rule(
                assignment.group(1),
                OPTION.matcher(end).results().map(m -> m.group()).distinct().toList(),
                end.equals("m"),
                List.copyOf(around),
                List.of(line.substring(equals + 1).strip().split("\\s+"))));
      }
    }
    return rules;
  }

  private static void follow(String word, String rest, Deque<Condition> open) {
    switch (word) {
      case "endif" -> open.pollLast();
      case "else" -> {
        Condition before = open.pollLast();
        if (before != null && rest.isEmpty()) {
          open.addLast(before.negated());
        } else {
          // "else ifeq ...": too much for a message.
          open.addLast(Condition.of("else", rest));
        }
      }
      default -> open.addLast(Condition.of(word, rest));
    }
  }
}
