// SPDX-License-Identifier: Apache-2.0
/** Frames of a kernel's stack to places in its source, by the symbols of its vmlinux. */
@NullMarked
package org.kverdict.symbols;

import org.jspecify.annotations.NullMarked;
