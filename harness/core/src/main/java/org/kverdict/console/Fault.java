// SPDX-License-Identifier: Apache-2.0
package org.kverdict.console;

/**
 * What a kernel said about itself.
 *
 * @param kind the family, as in {@code WARNING}
 * @param title what happened, with whatever differs between runs taken out
 */
public record Fault(String kind, String title) {}
