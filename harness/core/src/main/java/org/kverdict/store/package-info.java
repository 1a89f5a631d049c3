// SPDX-License-Identifier: Apache-2.0
/**
 * Folders by content hash in the user's cache: published by rename, locked, verified, collected.
 */
@NullMarked
package org.kverdict.store;

import org.jspecify.annotations.NullMarked;
