// SPDX-License-Identifier: Apache-2.0
/* Harmless neighbours: whatever runs before or after them, these are their results. */
#include <kverdict.h>

TEST_TIMEOUT(quiet, passes, 10)
{
	EXPECT_EQ(4, 2 + 2);
}

TEST_TIMEOUT(quiet, fails, 10)
{
	EXPECT_EQ(5, 2 + 2);
}

TEST_TIMEOUT(quiet, skips, 10)
{
	SKIP("nothing to do");
}

TEST_TIMEOUT(quiet, observes, 10)
{
	OBSERVE("EBUSY");
}
