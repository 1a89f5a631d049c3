// SPDX-License-Identifier: Apache-2.0
/** Patches, their order, and applying them: a patched tree, or why not. */
@NullMarked
package org.kverdict.series;

import org.jspecify.annotations.NullMarked;
