// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* What the macros compare, and what they print. */
#include <kverdict.h>

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

TEST(assert, arguments_are_evaluated_once)
{
	int left = 0, right = 0, call = 0;

	EXPECT_EQ(++left, ++right);
	EXPECT_LT(++left, 3 + ++right);
	EXPECT_TRUE(++call);
	EXPECT_OK(++call);
	EXPECT_FALSE(++call == 0);
	ASSERT_EQ(2, left);
	ASSERT_EQ(2, right);
	ASSERT_EQ(3, call);
}

TEST(assert, values_compare_by_worth)
{
	EXPECT_LT(-1, 0U);
	EXPECT_NE(-1, ~0UL);
	EXPECT_NE(-1, 0xffffffffU);
	EXPECT_LT(LLONG_MIN, LLONG_MAX);
	EXPECT_GT(ULLONG_MAX, LLONG_MAX);
	EXPECT_GE((char)1, true);
	EXPECT_LE((short)-2, (signed char)-1);
	EXPECT_EQ(MAP_FAILED, (void *)-1);
	EXPECT_STREQ("a", "a");
}

TEST(assert, failures_show_text_and_values)
{
	const char *nothing = NULL;
	unsigned long big = 0xdeadbeefUL;
	int fd = -1;

	errno = EBUSY;
	EXPECT_EQ(0, fd);
	EXPECT_EQ(big, 7U);
	EXPECT_GT(-3, 1 + 1);
	EXPECT_NE((void *)16, (void *)16);
	EXPECT_STREQ("left", "right");
	EXPECT_STREQ("left", nothing);
	EXPECT_FALSE(big > 1);
}

TEST(assert, system_calls_show_their_error)
{
	errno = 0;
	EXPECT_OK(close(-1));
	EXPECT_ERRNO(EBADF, close(-1));
	EXPECT_ERRNO(EINVAL, close(-1));
	EXPECT_ERRNO(EINVAL, dup2(0, 0));
	EXPECT_ERRNO(EINVAL, mmap(NULL, 0, PROT_READ, MAP_PRIVATE, -1, 0));
}

static void *fail(void *nothing)
{
	ASSERT_FALSE("this thread");
	return nothing;
}

TEST(assert, in_a_thread_stops_the_case)
{
	pthread_t thread;

	ASSERT_EQ(0, pthread_create(&thread, NULL, fail, NULL));
	pthread_join(thread, NULL);
	FAIL("not reached");
}
