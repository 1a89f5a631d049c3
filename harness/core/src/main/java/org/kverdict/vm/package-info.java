// SPDX-License-Identifier: Apache-2.0
/** A boot specification becomes a run outcome. */
@NullMarked
package org.kverdict.vm;

import org.jspecify.annotations.NullMarked;
