// SPDX-License-Identifier: GPL-2.0
/* KCOV_ENABLE: who can be traced, when, and through how many descriptors. */
#include "kcov.h"

#include <signal.h>
#include <sys/wait.h>

TEST(enable, before_init_is_rejected)
{
	int fd = open_kcov();

	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
}

TEST(enable, unknown_mode_is_rejected)
{
	int fd = open_initialised();

	map_cover(fd);
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_ENABLE, 2UL));
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_ENABLE, ~0UL));
}

/*
 * EINVAL where the first mmap() allocates the buffer, as there is none yet. Since 5.18
 * it works, and what has been collected can be mapped afterwards.
 */
TEST(enable, without_a_mapping_is_refused_or_collects)
{
	int fd = open_initialised();
	int result = ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC);

	OBSERVE("%s", outcome_of(result));
	if (result) {
		EXPECT_EQ(EINVAL, errno);
	} else {
		uint64_t *cover;

		ASSERT_OK(ioctl(fd, KCOV_DISABLE, 0));
		cover = map_cover(fd);
		EXPECT_GT(count_of(cover), 0);
		EXPECT_TRUE(is_kernel_pc(cover[1]));
	}
}

/* Room for one PC. It cannot be mapped, so whether it works differs as it does above. */
TEST(enable, smallest_buffer_does_no_harm)
{
	int fd = open_kcov();
	int result;

	ASSERT_OK(ioctl(fd, KCOV_INIT_TRACE, 2UL));
	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, 2 * sizeof(uint64_t), 0));
	result = ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC);
	OBSERVE("%s", outcome_of(result));
	if (result) {
		EXPECT_EQ(EINVAL, errno);
		return;
	}
	make_system_calls(8);
	EXPECT_OK(ioctl(fd, KCOV_DISABLE, 0));
}

/* Not EBUSY: the descriptor is in the wrong state, whoever asks. */
TEST(enable, second_enable_is_rejected)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	ASSERT_COLLECTS(cover);
}

TEST(enable, descriptor_that_traces_another_thread_is_rejected)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	EXPECT_ERRNO(EINVAL, ioctl_in_thread(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	ASSERT_COLLECTS(cover);
}

TEST(enable, descriptor_that_traces_the_parent_is_rejected)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	if (kv_fork(&child)) {
		EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
		kv_exit();
	}
	kv_join(&child);
	ASSERT_COLLECTS(cover);
}

TEST(enable, descriptor_that_traces_a_child_is_rejected)
{
	int fd = open_initialised();
	struct kv_child child;

	map_cover(fd);
	if (kv_fork(&child)) {
		ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
		kv_post(&child);
		kv_await(&child);
		kv_exit();
	}
	kv_await(&child);
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	kv_post(&child);
	kv_join(&child);
}

TEST(enable, second_descriptor_for_one_task_is_busy)
{
	int first = open_initialised(), second = open_initialised();
	uint64_t *cover = map_cover(first);

	map_cover(second);
	ASSERT_OK(ioctl(first, KCOV_ENABLE, KCOV_TRACE_PC));
	EXPECT_ERRNO(EBUSY, ioctl(second, KCOV_ENABLE, KCOV_TRACE_PC));
	ASSERT_COLLECTS(cover);
}

/* The task holds the kcov instance, even when it has no descriptor to it any more. */
TEST(enable, task_is_busy_after_its_descriptor_is_closed)
{
	int first = open_initialised(), second = open_initialised();

	map_cover(first);
	map_cover(second);
	ASSERT_OK(ioctl(first, KCOV_ENABLE, KCOV_TRACE_PC));
	ASSERT_OK(close(first));
	EXPECT_ERRNO(EBUSY, ioctl(second, KCOV_ENABLE, KCOV_TRACE_PC));
}

TEST(enable, two_threads_trace_through_two_descriptors)
{
	int first = open_initialised(), second = open_initialised();
	uint64_t *cover = map_cover(first);

	map_cover(second);
	ASSERT_OK(ioctl(first, KCOV_ENABLE, KCOV_TRACE_PC));
	EXPECT_OK(ioctl_in_thread(second, KCOV_ENABLE, KCOV_TRACE_PC));
	ASSERT_COLLECTS(cover);
}

TEST(enable, works_again_after_disable)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);

	for (int i = 0; i < 4; i++)
		ASSERT_TRACES(fd, cover);
}

TEST(enable, again_keeps_the_buffer)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	uint64_t count, pc;

	ASSERT_TRACES(fd, cover);
	count = count_of(cover);
	pc = cover[count];
	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	EXPECT_GE(count_of(cover), count);
	EXPECT_EQ(pc, cover[count]);
}

#define WORDS_PER_COMPARISON	4
/* A constant or not, and three sizes more. */
#define HIGHEST_TYPE		7

static void enable_comparisons(int fd)
{
	int result = ioctl(fd, KCOV_ENABLE, KCOV_TRACE_CMP);

	if (result && errno == ENOTSUPP)
		SKIP("needs CONFIG_KCOV_ENABLE_COMPARISONS");
	ASSERT_OK(result);
}

TEST(enable, again_in_the_other_mode_collects)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	uint64_t count;

	ASSERT_TRACES(fd, cover);
	enable_comparisons(fd);
	reset_count(cover);
	access("/nonexistent", F_OK);
	count = count_of(cover);
	ASSERT_OK(ioctl(fd, KCOV_DISABLE, 0));

	ASSERT_GT(count, 0);
	ASSERT_LE(count * WORDS_PER_COMPARISON, COVER_WORDS - 1);
	for (uint64_t i = 0; i < count; i++) {
		const uint64_t *record = &cover[1 + i * WORDS_PER_COMPARISON];

		ASSERT_LE(record[0], HIGHEST_TYPE);
		ASSERT_TRUE(is_kernel_pc(record[3]));
	}
	ASSERT_TRACES(fd, cover);
}

TEST(enable, works_after_a_child_has_exited_while_traced)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	if (kv_fork(&child)) {
		ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
		kv_exit();
	}
	kv_join(&child);
	ASSERT_TRACES(fd, cover);
}

TEST(enable, works_after_a_child_was_killed_while_traced)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;
	int status;

	if (kv_fork(&child)) {
		ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
		kv_post(&child);
		kv_await(&child);
		FAIL("the child should have been killed");
	}
	kv_await(&child);
	ASSERT_OK(kill(child.pid, SIGKILL));
	ASSERT_EQ(child.pid, waitpid(child.pid, &status, 0));
	ASSERT_TRUE(WIFSIGNALED(status));
	ASSERT_TRACES(fd, cover);
}

/*
 * pthread_join() may return before the kernel has let go of the thread, so a child
 * waits for it here: a thread group's leader is reported when all of it is gone.
 */
TEST(enable, works_after_a_thread_has_exited_while_traced)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	if (kv_fork(&child)) {
		ASSERT_OK(ioctl_in_thread(fd, KCOV_ENABLE, KCOV_TRACE_PC));
		kv_exit();
	}
	kv_join(&child);
	ASSERT_TRACES(fd, cover);
}
