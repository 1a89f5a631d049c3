// SPDX-License-Identifier: Apache-2.0
/** QEMU as the machine: arguments, QMP, acceleration. */
@NullMarked
package org.kverdict.vm.qemu;

import org.jspecify.annotations.NullMarked;
