// SPDX-License-Identifier: Apache-2.0
/** Tree, config and toolchain become a kernel; kernels are cached. */
@NullMarked
package org.kverdict.build;

import org.jspecify.annotations.NullMarked;
