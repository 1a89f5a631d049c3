// SPDX-License-Identifier: Apache-2.0
/** The two ways in which kverdict gives up: the user can mend it, or the host must. */
@NullMarked
package org.kverdict.failure;

import org.jspecify.annotations.NullMarked;
