// SPDX-License-Identifier: Apache-2.0
/** Reads kernel logs. No I/O. */
@NullMarked
package org.kverdict.console;

import org.jspecify.annotations.NullMarked;
