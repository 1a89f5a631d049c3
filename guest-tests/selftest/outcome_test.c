// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* How a case can end. */
#include <kverdict.h>

#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

TEST(outcome, passes)
{
}

TEST(outcome, fails_at_the_first_assert)
{
	ASSERT_EQ(1, 2);
	puts("not reached");
}

TEST(outcome, fails_after_all_expects)
{
	EXPECT_EQ(1, 2);
	EXPECT_EQ(3, 4);
	puts("reached");
}

TEST(outcome, fails_with_a_message)
{
	FAIL("%s\nof %d lines", "one", 2);
}

TEST(outcome, skips)
{
	puts("looking for a flux capacitor");
	SKIP("no flux capacitor");
}

TEST(outcome, fails_even_if_it_skips)
{
	EXPECT_TRUE(false);
	SKIP("nothing more to see");
}

TEST(outcome, fails_as_expected)
{
	XFAIL("not written yet");
	ASSERT_TRUE(false);
}

TEST(outcome, passes_unexpectedly)
{
	XFAIL("not written yet");
}

TEST(outcome, crashes_at_an_address)
{
	fault();
}

TEST(outcome, crashes_even_if_failure_is_expected)
{
	XFAIL("not written yet");
	fault();
}

TEST(outcome, crashes_after_a_failure)
{
	EXPECT_TRUE(false);
	fault();
}

TEST(outcome, crashes_by_a_signal_that_was_sent)
{
	kill(getpid(), SIGSEGV);
}

TEST(outcome, crashes_by_a_signal_that_cannot_be_caught)
{
	kill(getpid(), SIGKILL);
}

TEST(outcome, crashes_by_abort)
{
	abort();
}

TEST(outcome, crashes_if_it_exits)
{
	exit(0);
}

TEST_TIMEOUT(outcome, times_out, 1)
{
	puts("waiting for Godot");
	pause();
}

TEST(outcome, has_observations)
{
	OBSERVE("%s", kv_errno_name(EBUSY));
	OBSERVE("%s", kv_errno_name(524));
	OBSERVE("%s", kv_errno_name(0));
}
