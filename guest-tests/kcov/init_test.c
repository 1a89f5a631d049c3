// SPDX-License-Identifier: GPL-2.0
/* KCOV_INIT_TRACE: which sizes, how often, and what becomes of the buffer. */
#include "kcov.h"

#include <stdio.h>
#include <string.h>

TEST(init, size_below_two_is_rejected)
{
	int fd = open_kcov();

	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_INIT_TRACE, 0UL));
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_INIT_TRACE, 1UL));
}

TEST(init, size_above_the_limit_is_rejected)
{
	int fd = open_kcov();

	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_INIT_TRACE, MOST_WORDS + 1));
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_INIT_TRACE, 1UL << 32));
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_INIT_TRACE, ~0UL));
}

TEST(init, rejected_size_leaves_the_descriptor_usable)
{
	int fd = open_kcov();

	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_INIT_TRACE, 0UL));
	ASSERT_OK(ioctl(fd, KCOV_INIT_TRACE, COVER_WORDS));
	ASSERT_TRACES(fd, map_cover(fd));
}

/*
 * The time to allocate is KCOV_INIT_TRACE since 5.18, and the first mmap() before. So
 * it is one or the other that fails with ENOMEM, and traces the failed allocation in
 * the log. But nobody gets a mapping: this size is not whole pages either, so what can
 * be mapped would have to be shorter or longer.
 */
TEST(init, size_beyond_memory_gives_no_mapping)
{
	int fd = open_kcov();
	int result = ioctl(fd, KCOV_INIT_TRACE, MOST_WORDS);

	OBSERVE("%s", outcome_of(result));
	if (result)
		EXPECT_EQ(ENOMEM, errno);
	/* Whoever allocates says ENOMEM; without a buffer there is nothing to map. */
	EXPECT_ERRNO(result ? EINVAL : ENOMEM, mmap_bytes(fd, MOST_WORDS * sizeof(uint64_t), 0));
}

TEST(init, second_init_is_busy)
{
	int fd = open_initialised();

	EXPECT_ERRNO(EBUSY, ioctl(fd, KCOV_INIT_TRACE, COVER_WORDS));
	EXPECT_ERRNO(EBUSY, ioctl(fd, KCOV_INIT_TRACE, COVER_WORDS * 2));
}

TEST(init, second_init_after_mmap_is_busy)
{
	int fd = open_initialised();

	map_cover(fd);
	EXPECT_ERRNO(EBUSY, ioctl(fd, KCOV_INIT_TRACE, COVER_WORDS));
}

TEST(init, second_init_while_enabled_is_busy)
{
	int fd = open_initialised();

	map_cover(fd);
	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	EXPECT_ERRNO(EBUSY, ioctl(fd, KCOV_INIT_TRACE, COVER_WORDS));
}

TEST(init, second_init_after_disable_is_busy)
{
	int fd = open_initialised();

	ASSERT_TRACES(fd, map_cover(fd));
	EXPECT_ERRNO(EBUSY, ioctl(fd, KCOV_INIT_TRACE, COVER_WORDS));
}

TEST(init, second_init_leaves_the_buffer_alone)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);

	write_marks(cover, 0x100000);
	EXPECT_ERRNO(EBUSY, ioctl(fd, KCOV_INIT_TRACE, COVER_WORDS * 2));
	ASSERT_MARKS(cover, 0x100000);
	ASSERT_TRACES(fd, cover);
}

/* Two reasons to refuse: EINVAL since the size is looked at first (5.18), else EBUSY. */
TEST(init, second_init_with_a_bad_size_is_rejected)
{
	int fd = open_initialised();

	ASSERT_EQ(-1, ioctl(fd, KCOV_INIT_TRACE, 1UL));
	OBSERVE("%s", kv_errno_name(errno));
	EXPECT_TRUE(errno == EBUSY || errno == EINVAL);
}

/* Likewise: ENOMEM since the buffer is allocated first, else EBUSY. */
TEST(init, second_init_beyond_memory_is_rejected)
{
	int fd = open_initialised();

	ASSERT_EQ(-1, ioctl(fd, KCOV_INIT_TRACE, MOST_WORDS));
	OBSERVE("%s", kv_errno_name(errno));
	EXPECT_TRUE(errno == EBUSY || errno == ENOMEM);
}

/* How many areas that kcov has allocated there are in the kernel. */
static int count_areas(void)
{
	FILE *areas = fopen("/proc/vmallocinfo", "re");
	char line[512];
	int count = 0;

	if (!areas)
		SKIP("no /proc/vmallocinfo");
	while (fgets(line, sizeof(line), areas))
		count += !!strstr(line, " kcov_");
	fclose(areas);
	return count;
}

TEST(init, failed_second_init_leaks_nothing)
{
	int before = count_areas();
	int fd = open_initialised();

	map_cover(fd);
	ASSERT_EQ(before + 1, count_areas());
	for (int i = 0; i < 8; i++)
		ASSERT_ERRNO(EBUSY, ioctl(fd, KCOV_INIT_TRACE, COVER_WORDS));
	EXPECT_EQ(before + 1, count_areas());
}

TEST(init, buffer_goes_with_the_last_mapping)
{
	int before = count_areas();
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);

	ASSERT_OK(close(fd));
	EXPECT_EQ(before + 1, count_areas());
	unmap_cover(cover);
	EXPECT_EQ(before, count_areas());
}

TEST(init, buffer_goes_with_the_last_descriptor)
{
	int before = count_areas();
	int fd = open_initialised();

	unmap_cover(map_cover(fd));
	EXPECT_EQ(before + 1, count_areas());
	ASSERT_OK(close(fd));
	EXPECT_EQ(before, count_areas());
}
