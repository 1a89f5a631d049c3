// SPDX-License-Identifier: Apache-2.0
package org.kverdict.fake;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.kverdict.process.Command;
import org.kverdict.process.CommandRunner;
import org.kverdict.process.HostProcesses;
import org.kverdict.process.RunningCommand;
import org.kverdict.process.Supervision;

/** Starts real programs and remembers which. */
public final class RecordingRunner implements CommandRunner {
  private static final Supervision SUPERVISION = Supervision.probe();

  private final CommandRunner real = new HostProcesses(SUPERVISION);
  private final UnaryOperator<Command> substitute;
  private final Function<Command, Optional<RunningCommand>> played;
  private final List<Command> started = Collections.synchronizedList(new ArrayList<>());

  /** Starts what it is asked to start. */
  public RecordingRunner() {
    this(command -> command, command -> Optional.empty());
  }

  /**
   * @param substitute what to start in place of what is asked for
   * @param played what plays a program here; empty for a program to be started
   */
  public RecordingRunner(
      UnaryOperator<Command> substitute, Function<Command, Optional<RunningCommand>> played) {
    this.substitute = substitute;
    this.played = played;
  }

  @Override
  public RunningCommand start(Command command, OutputStream stdout, OutputStream stderr) {
    started.add(command);
    return played
        .apply(command)
        .orElseGet(() -> real.start(substitute.apply(command), stdout, stderr));
  }

  /** How often a program was started so far. */
  public long count(String program) {
    synchronized (started) {
      return started.stream().filter(command -> command.program().equals(program)).count();
    }
  }
}
