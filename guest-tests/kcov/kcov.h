/* SPDX-License-Identifier: GPL-2.0 */
/* What the kcov cases have in common. */
#ifndef KVERDICT_KCOV_H
#define KVERDICT_KCOV_H

#include <kverdict.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As in <linux/kcov.h>, which is not there when the libc has no kernel headers. */
#define KCOV_INIT_TRACE	_IOR('c', 1, unsigned long)
#define KCOV_ENABLE	_IO('c', 100)
#define KCOV_DISABLE	_IO('c', 101)
#define KCOV_TRACE_PC	0
#define KCOV_TRACE_CMP	1

#define KCOV_PATH	"/sys/kernel/debug/kcov"

/* In the kernel only, but it gets out: comparisons are not configured. */
#define ENOTSUPP	524

/* Enough for a few system calls; a few pages, so that not only the first one counts. */
#define COVER_WORDS	(32UL << 10)
#define COVER_BYTES	(COVER_WORDS * sizeof(uint64_t))
#define PAGE_WORDS	(4096 / sizeof(uint64_t))

/* The most that KCOV_INIT_TRACE takes: 2 GiB, where a guest has a quarter of that. */
#define MOST_WORDS	(INT_MAX / sizeof(unsigned long))

/*
 * What follows with a site as its first argument is called through a macro, so that a
 * failure names the line of the case.
 */

static inline int open_kcov(void)
{
	int fd = open(KCOV_PATH, O_RDWR | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		SKIP("no " KCOV_PATH ": needs CONFIG_KCOV, and debugfs mounted");
	if (fd < 0 && geteuid())
		SKIP("needs root");
	ASSERT_OK(fd);
	return fd;
}

/* A descriptor with a buffer of COVER_WORDS. */
static inline int open_initialised(void)
{
	int fd = open_kcov();

	ASSERT_OK(ioctl(fd, KCOV_INIT_TRACE, COVER_WORDS));
	return fd;
}

static inline void *mmap_bytes(int fd, size_t bytes, off_t offset)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, offset);
}

static inline uint64_t *map_cover_at(struct kv_site site, int fd)
{
	void *cover = mmap_bytes(fd, COVER_BYTES, 0);

	kv_check_ok(site, "mmap() of the buffer", kv_pointer(cover));
	return cover;
}

#define map_cover(fd)	map_cover_at(KV_SITE(true), fd)

static inline void unmap_cover(uint64_t *cover)
{
	ASSERT_OK(munmap(cover, COVER_BYTES));
}

static inline uint64_t count_of(const uint64_t *cover)
{
	return __atomic_load_n(&cover[0], __ATOMIC_RELAXED);
}

static inline void reset_count(uint64_t *cover)
{
	__atomic_store_n(&cover[0], 0, __ATOMIC_RELAXED);
}

/* The address of kernel text, without the KASLR offset. */
static inline bool is_kernel_pc(uint64_t pc)
{
#ifdef __x86_64__
	return pc >= 0xffffffff80000000 && pc < 0xffffffffc0000000;
#else
	return pc;
#endif
}

static inline void make_system_calls(unsigned int count)
{
	/* Not by the libc's functions: those might answer by themselves. */
	while (count--)
		syscall(SYS_getppid);
}

/*
 * This task is traced, and what it does is to be seen in this mapping. Between the two
 * atomic operations there is nothing but the system calls.
 */
static inline void assert_collects_at(struct kv_site site, uint64_t *cover)
{
	uint64_t count;

	reset_count(cover);
	make_system_calls(8);
	count = count_of(cover);

	if (!count)
		kv_fail(site, "expected PCs, have none");
	if (count >= COVER_WORDS)
		kv_fail(site, "expected less than %lu PCs, have %#llx", COVER_WORDS,
			(unsigned long long)count);
	for (uint64_t i = 1; i <= count; i++) {
		if (!is_kernel_pc(cover[i]))
			kv_fail(site, "expected a kernel address as PC %llu of %llu, have %#llx",
				(unsigned long long)i, (unsigned long long)count,
				(unsigned long long)cover[i]);
	}
}

#define ASSERT_COLLECTS(cover)	assert_collects_at(KV_SITE(true), cover)

/* Traces this task through the descriptor and expects to see it in the mapping. */
static inline void assert_traces_at(struct kv_site site, int fd, uint64_t *cover)
{
	kv_check_ok(site, "KCOV_ENABLE", kv_signed(ioctl(fd, KCOV_ENABLE, KCOV_TRACE_PC)));
	assert_collects_at(site, cover);
	kv_check_ok(site, "KCOV_DISABLE", kv_signed(ioctl(fd, KCOV_DISABLE, 0)));
}

#define ASSERT_TRACES(fd, cover)	assert_traces_at(KV_SITE(true), fd, cover)

/* On each page a word that says where it stands. */
static inline void write_marks(uint64_t *cover, uint64_t seed)
{
	for (size_t i = PAGE_WORDS - 1; i < COVER_WORDS; i += PAGE_WORDS)
		__atomic_store_n(&cover[i], seed + i, __ATOMIC_RELAXED);
}

static inline void assert_marks_at(struct kv_site site, const uint64_t *cover, uint64_t seed)
{
	for (size_t i = PAGE_WORDS - 1; i < COVER_WORDS; i += PAGE_WORDS) {
		uint64_t mark = __atomic_load_n(&cover[i], __ATOMIC_RELAXED);

		if (mark != seed + i)
			kv_fail(site, "expected %#llx in word %zu, have %#llx",
				(unsigned long long)seed + i, i, (unsigned long long)mark);
	}
}

#define ASSERT_MARKS(cover, seed)	assert_marks_at(KV_SITE(true), cover, seed)

struct ioctl_call {
	int fd;
	unsigned long request;
	unsigned long arg;
	int result;
	int error;
};

static inline void *call_ioctl(void *data)
{
	struct ioctl_call *call = data;

	call->result = ioctl(call->fd, call->request, call->arg);
	call->error = errno;
	return NULL;
}

/* As ioctl(), but in a thread that does nothing else and then exits. */
static inline int ioctl_in_thread(int fd, unsigned long request, unsigned long arg)
{
	struct ioctl_call call = { .fd = fd, .request = request, .arg = arg };
	pthread_t thread;

	ASSERT_EQ(0, pthread_create(&thread, NULL, call_ioctl, &call));
	ASSERT_EQ(0, pthread_join(thread, NULL));
	errno = call.error;
	return call.result;
}

/* "0" or the name of the error, for OBSERVE(). */
static inline const char *outcome_of(long result)
{
	return kv_errno_name(result == -1 ? errno : 0);
}

#endif /* KVERDICT_KCOV_H */
