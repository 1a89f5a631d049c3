// SPDX-License-Identifier: GPL-2.0
/* What is traced while kcov is on, and where it shows. */
#include "kcov.h"

/*
 * Many more than the PCs of what a parent does on its way to sleep: if its child were
 * traced, there would be at least one PC for each of the child's system calls.
 */
#define MANY_CALLS	8192

TEST(trace, forked_child_is_not_traced)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	if (kv_fork(&child)) {
		reset_count(cover);
		make_system_calls(MANY_CALLS);
		ASSERT_LT(count_of(cover), MANY_CALLS);
		kv_exit();
	}
	kv_join(&child);

	/* The measure is right: the traced task itself leaves that many. */
	reset_count(cover);
	make_system_calls(MANY_CALLS);
	ASSERT_GE(count_of(cover), MANY_CALLS);
}

static void *make_many_calls(void *data)
{
	uint64_t *cover = data;

	reset_count(cover);
	make_system_calls(MANY_CALLS);
	ASSERT_LT(count_of(cover), MANY_CALLS);
	return NULL;
}

TEST(trace, new_thread_is_not_traced)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	pthread_t thread;

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	ASSERT_EQ(0, pthread_create(&thread, NULL, make_many_calls, cover));
	ASSERT_EQ(0, pthread_join(thread, NULL));
	ASSERT_COLLECTS(cover);
}

/* A task that is traced could not enable a second descriptor. */
TEST(trace, forked_child_can_be_traced_by_itself)
{
	int fd = open_initialised(), other = open_initialised();
	struct kv_child child;

	map_cover(fd);
	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	if (kv_fork(&child)) {
		ASSERT_TRACES(other, map_cover(other));
		kv_exit();
	}
	kv_join(&child);
}

TEST(trace, child_sees_the_parent_in_the_inherited_mapping)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	if (kv_fork(&child)) {
		kv_await(&child);
		EXPECT_GT(count_of(cover), 0);
		EXPECT_TRUE(is_kernel_pc(cover[1]));
		kv_exit();
	}
	ASSERT_TRACES(fd, cover);
	kv_post(&child);
	kv_join(&child);
}

TEST(trace, parent_sees_the_child_in_the_inherited_mapping)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	if (kv_fork(&child)) {
		ASSERT_TRACES(fd, cover);
		kv_exit();
	}
	kv_join(&child);
	EXPECT_GT(count_of(cover), 0);
	EXPECT_TRUE(is_kernel_pc(cover[1]));
}

/* A child that has inherited the mapping can look when the task itself cannot. */
TEST(trace, goes_on_after_munmap)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	if (kv_fork(&child)) {
		kv_await(&child);
		reset_count(cover);
		kv_post(&child);
		kv_await(&child);
		EXPECT_GT(count_of(cover), 0);
		EXPECT_TRUE(is_kernel_pc(cover[1]));
		kv_exit();
	}
	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	unmap_cover(cover);
	kv_post(&child);
	kv_await(&child);
	make_system_calls(8);
	EXPECT_OK(ioctl(fd, KCOV_DISABLE, 0));
	kv_post(&child);
	kv_join(&child);
}

TEST(trace, full_buffer_stops_at_its_end)
{
	int fd = open_kcov();
	uint64_t *cover;

	ASSERT_OK(ioctl(fd, KCOV_INIT_TRACE, PAGE_WORDS));
	cover = mmap_bytes(fd, 4096, 0);
	ASSERT_OK(cover);
	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	make_system_calls(PAGE_WORDS);
	ASSERT_OK(ioctl(fd, KCOV_DISABLE, 0));
	EXPECT_EQ(PAGE_WORDS - 1, count_of(cover));
}
