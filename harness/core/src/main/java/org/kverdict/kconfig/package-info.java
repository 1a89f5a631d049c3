// SPDX-License-Identifier: Apache-2.0
/** Kconfig fragments: merging, contradictions, and what survived {@code olddefconfig}. */
@NullMarked
package org.kverdict.kconfig;

import org.jspecify.annotations.NullMarked;
