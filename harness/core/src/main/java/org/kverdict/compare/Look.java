// SPDX-License-Identifier: Apache-2.0
package org.kverdict.compare;

/**
 * A moment at which a case is tested.
 *
 * @param runs after how many runs at each of the two steps
 * @param threshold a p-value up to this is significant
 */
public record Look(int runs, double threshold) {
  /** A p-value that is the threshold, but for rounding, is not above it. */
  private static final double ROUNDING = 1 + 1e-9;

  boolean isSignificant(double pValue) {
    return pValue <= threshold * ROUNDING;
  }
}
