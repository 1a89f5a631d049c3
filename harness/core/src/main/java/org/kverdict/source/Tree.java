// SPDX-License-Identifier: Apache-2.0
package org.kverdict.source;

import java.nio.file.Path;

/**
 * A kernel tree without any patch of ours, in the cache; nobody writes to it.
 *
 * @param folder where it is
 * @param hash identifies its content
 * @param version what its Makefile calls it, such as {@code 5.10.262}
 * @param spec what was asked for
 * @param revision what that turned out to be: a package's version, a commit, a file's hash
 */
public record Tree(Path folder, String hash, String version, String spec, String revision) {}
