// SPDX-License-Identifier: Apache-2.0
package org.kverdict.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.kverdict.process.Command;

/**
 * A run that took place.
 *
 * @param outcome how it ended
 * @param console the console's log; raw bytes from the guest, bounded
 * @param results what the guest sent on its results port, line by line, bounded
 * @param toWork from the machine's start to the moment when the guest took its work; empty if it
 *     never did
 * @param wall from the machine's start to its end
 * @param command what was started, to the letter
 * @param acceleration what executed the guest
 * @param save what came of saving its state
 */
public record RunRecord(
    RunOutcome outcome,
    Path console,
    Path results,
    Optional<Duration> toWork,
    Duration wall,
    Command command,
    Acceleration acceleration,
    SaveOutcome save) {}
