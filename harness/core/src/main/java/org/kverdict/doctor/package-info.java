// SPDX-License-Identifier: Apache-2.0
/** What this host can do, and what to do about what it cannot. */
@NullMarked
package org.kverdict.doctor;

import org.jspecify.annotations.NullMarked;
