// SPDX-License-Identifier: Apache-2.0
/** A verdict becomes JSON, JUnit XML or text. */
@NullMarked
package org.kverdict.report;

import org.jspecify.annotations.NullMarked;
