// SPDX-License-Identifier: Apache-2.0
package org.kverdict.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.kverdict.failure.InfrastructureException;

/**
 * What a guest boots into: its init, the suites that init runs, and small text files.
 *
 * @param init the static executable that becomes {@code /init}
 * @param suites static executables by name, which become {@code /suites/NAME}, in this order
 * @param texts the content of further files by absolute path in the guest, such as {@code
 *     /etc/hostname}
 */
public record InitramfsContents(Path init, Map<String, Path> suites, Map<String, String> texts) {

  private static final Pattern SUITE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern TEXT = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]*)+");

  /** Checks names and copies, keeping the order. */
  public InitramfsContents {
    suites = Collections.unmodifiableMap(new LinkedHashMap<>(suites));
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    suites.keySet().forEach(name -> require(SUITE, name, "suite name", "kcov or mm_basic"));
    texts.keySet().forEach(path -> require(TEXT, path, "path in the guest", "/etc/motd"));
  }

  /** An init and its suites, and nothing else. */
  public static InitramfsContents of(Path init, Map<String, Path> suites) {
    return new InitramfsContents(init, suites, Map.of());
  }

  /** Checks that all that goes in is there. */
  void requireAll() {
    requireExecutable("the guest's init", init);
    suites.forEach((name, file) -> requireExecutable("the suite " + name, file));
  }

  private static void requireExecutable(String what, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InfrastructureException(
          "cannot build the initramfs: "
              + what
              + " is not at "
              + file
              + ". Run \"make guest-tests\" in kverdict's folder to build it.");
    }
  }

  private static void require(Pattern pattern, String name, String what, String example) {
    if (!pattern.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "bad " + what + " '" + name + "': want " + pattern.pattern() + ", as in " + example);
    }
  }
}
