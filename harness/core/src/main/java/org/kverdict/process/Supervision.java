// SPDX-License-Identifier: Apache-2.0
package org.kverdict.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a child is tied to this JVM, so that it and all that it starts die when the JVM does, even by
 * {@code kill -9}, when no shutdown hook runs.
 *
 * <p>{@code setpriv --pdeathsig KILL} has the kernel kill the direct child when the thread that
 * started it ends; {@code unshare --pid --kill-child} puts the rest into a process namespace that
 * the kernel empties when its first process dies; {@code setsid} keeps a terminal's Ctrl-C away
 * from the children, so that the harness decides how they end.
 */
public enum Supervision {
  /** A process namespace, made as root. */
  NAMESPACE("unshare", "--pid", "--fork", "--kill-child=KILL"),
  /** A process namespace, made in a user namespace, for everybody else. */
  USER_NAMESPACE("unshare", "--user", "--map-current-user", "--pid", "--fork", "--kill-child=KILL"),
  /** Reaches the direct child only: namespaces are not to be had here. */
  DIRECT_CHILD;

  @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable copy.
  private final List<String> wrapper;

  Supervision(String... namespace) {
    List<String> all = new ArrayList<>(List.of("setsid", "setpriv", "--pdeathsig=KILL"));
    all.addAll(List.of(namespace));
    this.wrapper = List.copyOf(all);
  }

  /** The arguments that go in front of a command. */
  public List<String> wrapper() {
    return wrapper;
  }

  /** The strongest that works on this host; takes a few milliseconds. */
  public static Supervision probe() {
    for (Supervision candidate : values()) {
      if (candidate.works()) {
        return candidate;
      }
    }
    return DIRECT_CHILD;
  }

  private boolean works() {
    try {
      Process process =
          new ProcessBuilder(Command.of("true").behind(wrapper).arguments())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(5, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
