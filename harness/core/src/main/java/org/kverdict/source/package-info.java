// SPDX-License-Identifier: Apache-2.0
/** Where a kernel tree comes from: git, Debian source package, tarball, folder. */
@NullMarked
package org.kverdict.source;

import org.jspecify.annotations.NullMarked;
