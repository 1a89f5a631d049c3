// SPDX-License-Identifier: GPL-2.0
/*
 * Cases that fail by chance and at a known rate: what the statistics of a verdict are
 * measured with. Chance is the kernel's own, which the harness renews in each guest.
 */
#include "../kcov/kcov.h"

#include <sys/random.h>

static void fail_in_percent(unsigned int percent)
{
	unsigned int drawn;

	ASSERT_EQ(sizeof(drawn), getrandom(&drawn, sizeof(drawn), 0));
	if (drawn % 100 < percent)
		FAIL("by chance, as in %u %% of all runs", percent);
}

TEST_TIMEOUT(rates, fails_in_10_percent, 10)
{
	fail_in_percent(10);
}

TEST_TIMEOUT(rates, fails_in_50_percent, 10)
{
	fail_in_percent(50);
}

/* Something that the kcov series really changes decides how often this one fails. */
TEST_TIMEOUT(rates, fails_in_10_percent_and_in_60_where_kcov_collects_unmapped, 10)
{
	int fd = open_initialised();
	bool changed = !ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC);

	if (changed)
		ASSERT_OK(ioctl(fd, KCOV_DISABLE, 0));
	fail_in_percent(changed ? 60 : 10);
}
