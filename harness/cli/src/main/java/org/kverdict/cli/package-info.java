// SPDX-License-Identifier: Apache-2.0
/** The command line: parse, call, render, exit code. */
@NullMarked
package org.kverdict.cli;

import org.jspecify.annotations.NullMarked;
