// SPDX-License-Identifier: GPL-2.0
/*
 * mmap() of a kcov descriptor.
 *
 * Kernels before 5.18 allocate the buffer in the first mmap() of a descriptor. Every
 * later one succeeds, and leaves an empty range behind: to touch it is SIGBUS, and a
 * system call that writes there fails with EFAULT. While a task is traced, they refuse
 * mmap() altogether.
 */
#include "kcov.h"

#include <stdio.h>
#include <stdlib.h>

TEST(mmap, before_init_is_rejected)
{
	int fd = open_kcov();

	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, COVER_BYTES, 0));
}

TEST(mmap, shorter_length_is_rejected)
{
	int fd = open_initialised();

	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, COVER_BYTES - 4096, 0));
}

TEST(mmap, greater_length_is_rejected)
{
	int fd = open_initialised();

	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, COVER_BYTES + 4096, 0));
}

TEST(mmap, offset_is_rejected)
{
	int fd = open_initialised();

	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, COVER_BYTES, 4096));
	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, COVER_BYTES - 4096, 4096));
}

TEST(mmap, rejected_mmap_leaves_the_descriptor_usable)
{
	int fd = open_initialised();

	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, COVER_BYTES - 4096, 0));
	ASSERT_TRACES(fd, map_cover(fd));
}

TEST(mmap, size_that_is_not_whole_pages_cannot_be_mapped)
{
	int fd = open_kcov();

	ASSERT_OK(ioctl(fd, KCOV_INIT_TRACE, PAGE_WORDS + 1));
	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, 4096, 0));
	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, 4097, 0));
	EXPECT_ERRNO(EINVAL, mmap_bytes(fd, 8192, 0));
}

/*
 * ENOMEM, and a trace of the failed allocation in the log, where mmap() allocates
 * before it looks at the length; EINVAL where it does not allocate.
 */
TEST(mmap, length_beyond_memory_is_rejected)
{
	int fd = open_initialised();
	void *cover = mmap_bytes(fd, 1UL << 31, 0);

	ASSERT_EQ(MAP_FAILED, cover);
	OBSERVE("%s", kv_errno_name(errno));
	EXPECT_TRUE(errno == EINVAL || errno == ENOMEM);
}

TEST(mmap, new_buffer_is_zero)
{
	uint64_t *cover = map_cover(open_initialised());

	for (size_t i = 0; i < COVER_WORDS; i++)
		ASSERT_EQ(0, cover[i]);
}

TEST(mmap, first_mapping_collects)
{
	int fd = open_initialised();

	ASSERT_TRACES(fd, map_cover(fd));
}

TEST(mmap, mapping_outlives_the_descriptor)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	ASSERT_OK(close(fd));
	ASSERT_COLLECTS(cover);
}

/* Before 5.18: SIGBUS. */
TEST(mmap, second_mapping_shares_pages)
{
	int fd = open_initialised();
	uint64_t *first = map_cover(fd);
	uint64_t *second = map_cover(fd);

	write_marks(first, 0x100000);
	ASSERT_MARKS(second, 0x100000);
	write_marks(second, 0x200000);
	ASSERT_MARKS(first, 0x200000);
}

/* Before 5.18: EFAULT. It is the empty range's other face, and kills nobody. */
TEST(mmap, second_mapping_can_be_read_into)
{
	int fd = open_initialised();
	uint64_t *first = map_cover(fd);
	uint64_t *second = map_cover(fd);
	const uint64_t sent = 0x6b636f76;
	int fds[2];

	ASSERT_OK(pipe(fds));
	ASSERT_EQ(sizeof(sent), write(fds[1], &sent, sizeof(sent)));
	ASSERT_EQ(sizeof(sent), read(fds[0], &second[PAGE_WORDS], sizeof(sent)));
	EXPECT_EQ(sent, first[PAGE_WORDS]);
}

/* Before 5.18: SIGBUS. */
TEST(mmap, second_mapping_collects)
{
	int fd = open_initialised();
	uint64_t *first = map_cover(fd);
	uint64_t *second = map_cover(fd);

	ASSERT_TRACES(fd, second);
	ASSERT_TRACES(fd, first);
}

/* Before 5.18: SIGBUS. */
TEST(mmap, second_mapping_stays_when_the_first_goes)
{
	int fd = open_initialised();
	uint64_t *first = map_cover(fd);
	uint64_t *second = map_cover(fd);

	unmap_cover(first);
	ASSERT_TRACES(fd, second);
}

/* Before 5.18: SIGBUS. */
TEST(mmap, remap_after_munmap_has_the_old_data)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);

	write_marks(cover, 0x300000);
	unmap_cover(cover);
	ASSERT_MARKS(map_cover(fd), 0x300000);
}

/* Before 5.18: SIGBUS. */
TEST(mmap, remap_after_munmap_collects)
{
	int fd = open_initialised();

	for (int i = 0; i < 3; i++) {
		uint64_t *cover = map_cover(fd);

		ASSERT_TRACES(fd, cover);
		unmap_cover(cover);
	}
}

/* What was collected while nobody looked. Before 5.18: SIGBUS. */
TEST(mmap, remap_after_munmap_shows_what_was_traced_before)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	uint64_t count, pc;

	ASSERT_TRACES(fd, cover);
	count = count_of(cover);
	pc = cover[1];
	unmap_cover(cover);

	cover = map_cover(fd);
	EXPECT_EQ(count, count_of(cover));
	EXPECT_EQ(pc, cover[1]);
}

/* Before 5.18: EINVAL. */
TEST(mmap, works_while_this_task_is_traced)
{
	int fd = open_initialised();
	uint64_t *first = map_cover(fd), *second;

	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	second = map_cover(fd);
	ASSERT_COLLECTS(second);
	ASSERT_COLLECTS(first);
}

struct traced_thread {
	int fd;
	pthread_barrier_t barrier;
};

static void *be_traced(void *data)
{
	struct traced_thread *thread = data;

	ASSERT_OK(ioctl(thread->fd, KCOV_ENABLE, KCOV_TRACE_PC));
	pthread_barrier_wait(&thread->barrier);
	/* Meanwhile the other thread calls mmap(). */
	pthread_barrier_wait(&thread->barrier);
	make_system_calls(8);
	ASSERT_OK(ioctl(thread->fd, KCOV_DISABLE, 0));
	return NULL;
}

/* Before 5.18: EINVAL. */
TEST(mmap, works_while_another_thread_is_traced)
{
	struct traced_thread thread = { .fd = open_initialised() };
	uint64_t *cover = map_cover(thread.fd);
	pthread_t id;

	ASSERT_EQ(0, pthread_barrier_init(&thread.barrier, NULL, 2));
	ASSERT_EQ(0, pthread_create(&id, NULL, be_traced, &thread));
	pthread_barrier_wait(&thread.barrier);
	cover = map_cover(thread.fd);
	reset_count(cover);
	pthread_barrier_wait(&thread.barrier);
	ASSERT_EQ(0, pthread_join(id, NULL));

	ASSERT_GT(count_of(cover), 0);
	EXPECT_TRUE(is_kernel_pc(cover[1]));
}

/* Before 5.18: EINVAL. */
TEST(mmap, works_while_a_forked_child_is_traced)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	if (kv_fork(&child)) {
		ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
		kv_post(&child);
		kv_await(&child);
		make_system_calls(8);
		kv_exit();
	}
	kv_await(&child);
	cover = map_cover(fd);
	reset_count(cover);
	kv_post(&child);
	kv_join(&child);

	ASSERT_GT(count_of(cover), 0);
	EXPECT_TRUE(is_kernel_pc(cover[1]));
}

/* Before 5.18: SIGBUS in the child. */
TEST(mmap, remap_in_child_shares_pages)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	write_marks(cover, 0x400000);
	if (kv_fork(&child)) {
		unmap_cover(cover);
		cover = map_cover(fd);
		ASSERT_MARKS(cover, 0x400000);
		write_marks(cover, 0x500000);
		kv_exit();
	}
	kv_join(&child);
	ASSERT_MARKS(cover, 0x500000);
}

/* Before 5.18: SIGBUS in the child. */
TEST(mmap, remap_in_child_collects)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	if (kv_fork(&child)) {
		unmap_cover(cover);
		ASSERT_TRACES(fd, map_cover(fd));
		kv_exit();
	}
	kv_join(&child);
	/* The parent sees what the child has traced. */
	EXPECT_GT(count_of(cover), 0);
	EXPECT_TRUE(is_kernel_pc(cover[1]));
}

/* The mapping that fork() has copied stays as good as it was. Before 5.18: SIGBUS. */
TEST(mmap, second_mapping_in_child_shares_pages_with_the_inherited_one)
{
	int fd = open_initialised();
	uint64_t *cover = map_cover(fd);
	struct kv_child child;

	if (kv_fork(&child)) {
		write_marks(cover, 0x600000);
		ASSERT_MARKS(map_cover(fd), 0x600000);
		kv_exit();
	}
	kv_join(&child);
	ASSERT_MARKS(cover, 0x600000);
}

/* Before 5.18: SIGBUS. */
TEST(mmap, parent_after_child_shares_pages)
{
	int fd = open_initialised();
	struct kv_child child;
	uint64_t *cover;

	if (kv_fork(&child)) {
		write_marks(map_cover(fd), 0x700000);
		kv_post(&child);
		/* Holds its mapping until the parent has looked at its own. */
		kv_await(&child);
		kv_exit();
	}
	kv_await(&child);
	cover = map_cover(fd);
	ASSERT_MARKS(cover, 0x700000);
	kv_post(&child);
	kv_join(&child);
}

/* Before 5.18: SIGBUS. */
TEST(mmap, parent_after_child_collects)
{
	int fd = open_initialised();
	struct kv_child child;

	if (kv_fork(&child)) {
		ASSERT_TRACES(fd, map_cover(fd));
		kv_exit();
	}
	kv_join(&child);
	ASSERT_TRACES(fd, map_cover(fd));
}

HELPER(disable_inherited)
{
	int fd = atoi(argv[1]);

	/* Only the task that is traced through this descriptor can do it. */
	EXPECT_OK(ioctl(fd, KCOV_DISABLE, 0));
	EXPECT_ERRNO(EINVAL, ioctl(fd, KCOV_DISABLE, 0));
}

HELPER(map_inherited)
{
	ASSERT_COLLECTS(map_cover(atoi(argv[1])));
}

static void exec_while_traced(const char *helper)
{
	int fd = open_initialised();
	char number[16];

	map_cover(fd);
	ASSERT_OK(fcntl(fd, F_SETFD, 0));
	snprintf(number, sizeof(number), "%d", fd);
	ASSERT_OK(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC));
	kv_exec_helper((char *[]){ (char *)helper, number, NULL });
}

TEST(mmap, tracing_survives_execve)
{
	exec_while_traced("disable_inherited");
}

/* execve() has taken the mapping away. Before 5.18 there is no other: EINVAL. */
TEST(mmap, works_after_execve_while_traced)
{
	exec_while_traced("map_inherited");
}
