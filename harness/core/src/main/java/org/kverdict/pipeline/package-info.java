// SPDX-License-Identifier: Apache-2.0
/** The only package that knows the order of the stages. It emits events and prints nothing. */
@NullMarked
package org.kverdict.pipeline;

import org.jspecify.annotations.NullMarked;
