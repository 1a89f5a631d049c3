/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/*
 * Test macros for programs that run in a guest. A suite is one program, made of
 * any number of files:
 *
 *	#include <kverdict.h>
 *
 *	TEST(mmap, offset_is_rejected)
 *	{
 *		int fd = open(KCOV, O_RDWR);
 *
 *		ASSERT_OK(fd);
 *		EXPECT_ERRNO(EINVAL, mmap(NULL, SIZE, PROT_READ, MAP_SHARED, fd, 4096));
 *	}
 *
 * Each case runs in a process and a process group of its own and may not outlive
 * its time-out. It counts as crashed until it has come to its end. What it writes
 * to stdout and stderr becomes part of its result.
 *
 * ASSERT_* stops the case, EXPECT_* lets it go on; both evaluate their arguments
 * once, and both may be used in the threads and the children of a case.
 */
#ifndef KVERDICT_H
#define KVERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Guests may be emulated: what takes 0.1 s on a real machine may take seconds. */
#define KV_DEFAULT_TIMEOUT	30

struct kv_case {
	const char *topic;
	const char *name;
	void (*run)(void);
	unsigned int timeout;		/* seconds; 0: the default */
	struct kv_case *next;
};

void kv_register_case(struct kv_case *test);

#define TEST(topic, name)	TEST_TIMEOUT(topic, name, 0)

#define TEST_TIMEOUT(_topic, _name, _seconds)					\
	static void kv_run_##_topic##_##_name(void);				\
	static struct kv_case kv_case_##_topic##_##_name = {			\
		.topic = #_topic,						\
		.name = #_name,							\
		.run = kv_run_##_topic##_##_name,				\
		.timeout = (_seconds),						\
	};									\
	static void __attribute__((constructor))				\
	kv_constructor_##_topic##_##_name(void)					\
	{									\
		kv_register_case(&kv_case_##_topic##_##_name);			\
	}									\
	static void kv_run_##_topic##_##_name(void)

/*
 * A value under comparison. Signed and unsigned values compare by what they are
 * worth, not by C's conversions: -1 is not equal to ~0UL.
 */
struct kv_value {
	enum { KV_SIGNED, KV_UNSIGNED, KV_POINTER } kind;
	union {
		long long s;
		unsigned long long u;	/* pointers, too */
	};
};

struct kv_value kv_signed(long long value);
struct kv_value kv_unsigned(unsigned long long value);
struct kv_value kv_pointer(const volatile void *value);

/* Less than, equal to or greater than 0, as memcmp(). */
int kv_compare(struct kv_value left, struct kv_value right);

#define KV_VALUE(x) _Generic((x),						\
	char: kv_signed, signed char: kv_signed, short: kv_signed,		\
	int: kv_signed, long: kv_signed, long long: kv_signed,			\
	_Bool: kv_unsigned, unsigned char: kv_unsigned,				\
	unsigned short: kv_unsigned, unsigned int: kv_unsigned,			\
	unsigned long: kv_unsigned, unsigned long long: kv_unsigned,		\
	default: kv_pointer)(x)

/* Where an assertion stands, and whether its failure ends the case. */
struct kv_site {
	const char *file;
	int line;
	bool fatal;
};

#define KV_SITE(_fatal)	((struct kv_site){ __FILE__, __LINE__, (_fatal) })

void kv_check_compared(struct kv_site site, bool holds, const char *left_text, const char *op,
		       const char *right_text, struct kv_value left, struct kv_value right);
void kv_check_true(struct kv_site site, bool holds, const char *text);
void kv_check_string(struct kv_site site, const char *left_text, const char *right_text,
		     const char *left, const char *right);
void kv_check_ok(struct kv_site site, const char *text, struct kv_value result);
void kv_check_errno(struct kv_site site, int expected, const char *text, struct kv_value result);
void kv_fail(struct kv_site site, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define KV_COMPARE(fatal, left, left_text, op, right, right_text) do {		\
	const struct kv_value kv_left = KV_VALUE(left);				\
	const struct kv_value kv_right = KV_VALUE(right);			\
										\
	kv_check_compared(KV_SITE(fatal), kv_compare(kv_left, kv_right) op 0,	\
			  left_text, #op, right_text, kv_left, kv_right);	\
} while (0)

#define ASSERT_EQ(left, right)	KV_COMPARE(true, left, #left, ==, right, #right)
#define ASSERT_NE(left, right)	KV_COMPARE(true, left, #left, !=, right, #right)
#define ASSERT_LT(left, right)	KV_COMPARE(true, left, #left, <, right, #right)
#define ASSERT_LE(left, right)	KV_COMPARE(true, left, #left, <=, right, #right)
#define ASSERT_GT(left, right)	KV_COMPARE(true, left, #left, >, right, #right)
#define ASSERT_GE(left, right)	KV_COMPARE(true, left, #left, >=, right, #right)
#define EXPECT_EQ(left, right)	KV_COMPARE(false, left, #left, ==, right, #right)
#define EXPECT_NE(left, right)	KV_COMPARE(false, left, #left, !=, right, #right)
#define EXPECT_LT(left, right)	KV_COMPARE(false, left, #left, <, right, #right)
#define EXPECT_LE(left, right)	KV_COMPARE(false, left, #left, <=, right, #right)
#define EXPECT_GT(left, right)	KV_COMPARE(false, left, #left, >, right, #right)
#define EXPECT_GE(left, right)	KV_COMPARE(false, left, #left, >=, right, #right)

#define ASSERT_TRUE(x)		kv_check_true(KV_SITE(true), !!(x), #x)
#define EXPECT_TRUE(x)		kv_check_true(KV_SITE(false), !!(x), #x)
#define ASSERT_FALSE(x)		kv_check_true(KV_SITE(true), !(x), "!(" #x ")")
#define EXPECT_FALSE(x)		kv_check_true(KV_SITE(false), !(x), "!(" #x ")")

#define ASSERT_STREQ(left, right)						\
	kv_check_string(KV_SITE(true), #left, #right, left, right)
#define EXPECT_STREQ(left, right)						\
	kv_check_string(KV_SITE(false), #left, #right, left, right)

/* A system call that succeeds: it returns anything but -1 (or MAP_FAILED). */
#define ASSERT_OK(call)		kv_check_ok(KV_SITE(true), #call, KV_VALUE(call))
#define EXPECT_OK(call)		kv_check_ok(KV_SITE(false), #call, KV_VALUE(call))

/* A system call that fails, and why: it returns -1 (or MAP_FAILED) and sets errno. */
#define ASSERT_ERRNO(error, call)						\
	kv_check_errno(KV_SITE(true), error, #call, KV_VALUE(call))
#define EXPECT_ERRNO(error, call)						\
	kv_check_errno(KV_SITE(false), error, #call, KV_VALUE(call))

/* For what no comparison says. */
#define FAIL(...)		kv_fail(KV_SITE(true), __VA_ARGS__)

/* What the case needs is not there. Ends the case; only in the case's own process. */
#define SKIP(...)		kv_skip(KV_SITE(true), __VA_ARGS__)
void kv_skip(struct kv_site site, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), noreturn));

/*
 * From here on a failure is what is expected, for the reason given: the outcome is
 * xfail instead of fail, and xpass instead of pass. A crash stays a crash.
 */
#define XFAIL(...)		kv_expect_failure(__VA_ARGS__)
void kv_expect_failure(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * Records what a case that passes either way has seen, e.g. which of two errors. It
 * belongs to the outcome: two kernels that show something else differ. So nothing
 * may go in that differs between two runs on one kernel. Several are joined by ", ".
 */
#define OBSERVE(...)		kv_observe(__VA_ARGS__)
void kv_observe(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "EINVAL", "errno 524" for a number without a name, "0" for 0. */
const char *kv_errno_name(int error);
/* "SIGBUS", "signal 40" for a number without a name. */
const char *kv_signal_name(int signal);

/*
 * A child of a case, and two pipes to keep it in step. Both sides call the same
 * functions:
 *
 *	struct kv_child child;
 *
 *	if (kv_fork(&child)) {
 *		kv_await(&child);
 *		...
 *		kv_exit();
 *	}
 *	kv_post(&child);
 *	kv_join(&child);
 */
struct kv_child {
	pid_t pid;		/* 0 in the child */
	int rx;
	int tx;
};

/* True in the child. The child dies with its parent. */
#define kv_fork(child)		kv_fork_at(KV_SITE(true), child)
bool kv_fork_at(struct kv_site site, struct kv_child *child);

/* Ends a child that has done its work. */
void kv_exit(void) __attribute__((noreturn));

/* Lets the other side go on. */
#define kv_post(child)		kv_post_at(KV_SITE(true), child)
void kv_post_at(struct kv_site site, struct kv_child *child);

/* Waits for the other side's post. If the child is dead instead, does as kv_join(). */
#define kv_await(child)		kv_await_at(KV_SITE(true), child)
void kv_await_at(struct kv_site site, struct kv_child *child);

/*
 * Waits for the child's end. What ended the child ends the case as well: a signal is
 * raised again here, another exit than kv_exit() is a failure.
 */
#define kv_join(child)		kv_join_at(KV_SITE(true), child)
void kv_join_at(struct kv_site site, struct kv_child *child);

/*
 * For cases that need to start another program: the suite's own, which then runs the
 * helper of that name instead of the cases. Assertions work there as they do here. A
 * helper that replaces the case's own process ends the case when it returns.
 */
struct kv_helper {
	const char *name;
	void (*run)(int argc, char **argv);
	struct kv_helper *next;
};

void kv_register_helper(struct kv_helper *helper);

#define HELPER(_name)								\
	static void kv_help_##_name(int argc, char **argv);			\
	static struct kv_helper kv_helper_##_name = {				\
		.name = #_name,							\
		.run = kv_help_##_name,						\
	};									\
	static void __attribute__((constructor)) kv_helper_constructor_##_name(void) \
	{									\
		kv_register_helper(&kv_helper_##_name);				\
	}									\
	static void kv_help_##_name(int argc __attribute__((unused)),		\
				    char **argv __attribute__((unused)))

/*
 * Replaces this process, which must have a single thread. argv is that of the helper,
 * ends with NULL and starts with the helper's name.
 */
#define kv_exec_helper(...)	kv_exec_helper_at(KV_SITE(true), __VA_ARGS__)
void kv_exec_helper_at(struct kv_site site, char *const argv[]) __attribute__((noreturn));

#endif /* KVERDICT_H */
