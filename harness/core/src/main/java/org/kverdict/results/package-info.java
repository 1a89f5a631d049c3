// SPDX-License-Identifier: Apache-2.0
/** Guest events become outcomes. No I/O. */
@NullMarked
package org.kverdict.results;

import org.jspecify.annotations.NullMarked;
