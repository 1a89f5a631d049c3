// SPDX-License-Identifier: GPL-2.0
/* KCOV_DISABLE: only the traced task itself, only once. */
#include "kcov.h"

TEST(disable, stops_collecting)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	uint64_t count;

	ASSERT_TRACES(fd, cover);
	count = count_of(cover);
	make_system_calls(8);
	EXPECT_EQ(count, count_of(cover));
}

TEST(disable, argument_is_rejected)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_DISABLE, 1UL));
	ASSERT_COLLECTS(cover);
}

TEST(disable, before_init_is_rejected)
{
	EXPECT_ERRNO(EINVAL, ioctl(open_kcov(), KCOV_DISABLE, 0));
}

TEST(disable, before_enable_is_rejected)
{
	int fd = open_initialised();

	map_cover(fd);
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_DISABLE, 0));
}

TEST(disable, twice_is_rejected)
{
	int fd = open_initialised();

	map_cover(fd);
	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	ASSERT_OK(ioctl(fd, KCOV_DISABLE, 0));
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_DISABLE, 0));
}

TEST(disable, by_another_thread_is_rejected)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	EXPECT_ERRNO(EINVAL, ioctl_in_thread(fd, KCOV_DISABLE, 0));
	ASSERT_COLLECTS(cover);
}

TEST(disable, by_a_child_is_rejected)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	if (kv_fork(&child)) {
		EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_DISABLE, 0));
		kv_exit();
	}
	kv_join(&child);
	ASSERT_COLLECTS(cover);
}

TEST(disable, through_another_descriptor_is_rejected)
{
	int first = open_initialised(), second = open_initialised();
	uint64_t *cover = map_cover(first);

	map_cover(second);
	ASSERT_OK(ioctl(first, KCOV_ENABLE, KCOV_TRACE_PC));
	EXPECT_ERRNO(EINVAL, ioctl(second, KCOV_DISABLE, 0));
	ASSERT_COLLECTS(cover);
}
