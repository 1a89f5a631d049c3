// SPDX-License-Identifier: Apache-2.0
/**
 * The one place that starts programs: command, kill of the whole tree, deadline, bounded output.
 */
@NullMarked
package org.kverdict.process;

import org.jspecify.annotations.NullMarked;
