// SPDX-License-Identifier: Apache-2.0
/** The plan: what to test, as YAML or from the command line. */
@NullMarked
package org.kverdict.plan;

import org.jspecify.annotations.NullMarked;
