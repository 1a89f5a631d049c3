// SPDX-License-Identifier: Apache-2.0
/** What the guest boots into. */
@NullMarked
package org.kverdict.image;

import org.jspecify.annotations.NullMarked;
