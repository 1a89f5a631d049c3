// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of functions. A star in a name stands for whatever follows; leading underscores make no
 * difference unless the name here has them, and the {@code _noprof} that later kernels append to
 * what allocates makes none.
 */
final class Functions {
  private static final Pattern DRESS = Pattern.compile("^_+|_noprof$");

  private final Set<String> names;
  private final Pattern patterns;

  private Functions(Set<String> names, Pattern patterns) {
    this.names = names;
    this.patterns = patterns;
  }

  static Functions of(Stream<String> lines) {
    Set<String> all = lines.map(String::strip).collect(Collectors.toSet());
    return new Functions(
        all.stream().filter(name -> !name.contains("*")).collect(Collectors.toSet()),
        Pattern.compile(
            all.stream()
                .filter(name -> name.contains("*"))
                .map(name -> name.replace("*", "\\w*"))
                .collect(Collectors.joining("|"))));
  }

  boolean contains(String function) {
    String bare = DRESS.matcher(function).replaceAll("");
    return names.contains(function) || names.contains(bare) || patterns.matcher(bare).matches();
  }
}
