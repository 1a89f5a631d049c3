// SPDX-License-Identifier: Apache-2.0
package org.kverdict.junit;

/** The kcov plan as tests: each step's kernel, and each case in it, against what the plan says. */
@VerdictSuite("guest-tests/kcov/kcov-mmap.yaml")
class KcovMmapPlanKernelTest {}
