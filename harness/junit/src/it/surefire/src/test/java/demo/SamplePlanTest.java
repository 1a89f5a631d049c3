// SPDX-License-Identifier: Apache-2.0
package demo;

import org.kverdict.junit.VerdictSuite;

@VerdictSuite("../../test/verdicts/sample.yaml")
class SamplePlanTest {}
