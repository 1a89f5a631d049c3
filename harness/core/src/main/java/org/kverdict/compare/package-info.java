// SPDX-License-Identifier: Apache-2.0
/** Outcomes by step become verdicts. No I/O. */
@NullMarked
package org.kverdict.compare;

import org.jspecify.annotations.NullMarked;
