// SPDX-License-Identifier: Apache-2.0
package org.kverdict.results;

/**
 * How the guest's run ended, as far as its unfinished cases are concerned.
 *
 * @param unfinished the outcome of a case that began and did not end
 * @param reason in words, for the case's message
 */
public record GuestEnd(Outcome unfinished, String reason) {}
