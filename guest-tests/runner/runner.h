/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* What the parts of the runner share; no business of a test's. */
#ifndef KVERDICT_RUNNER_H
#define KVERDICT_RUNNER_H

#include <kverdict.h>

#include <stdatomic.h>

/*
 * The bounds keep every event of a case below 32 KiB even if each byte has to be
 * written as \u00XX: a virtio port takes no more in one write().
 */
#define KV_MESSAGE_SIZE		512
#define KV_OBSERVED_SIZE	128
#define KV_REASON_SIZE		128
#define KV_OUTPUT_SIZE		4096

enum kv_outcome {
	KV_PASS,
	KV_FAIL,
	KV_SKIP,
	KV_XFAIL,
	KV_XPASS,
	KV_CRASHED,
	KV_TIMED_OUT,
	KV_OUTCOMES
};

const char *kv_outcome_name(enum kv_outcome outcome);

/*
 * What a case says about itself, in memory that it shares with the runner, its
 * children and, by descriptor, the helpers. All zeroes means: crashed.
 */
struct kv_record {
	pid_t pid;			/* the case's own process */
	atomic_bool finished;
	atomic_bool skipped;
	atomic_bool failure_expected;
	atomic_uint failures;
	atomic_uint messages;		/* 0: message is free */
	char message[KV_MESSAGE_SIZE];	/* first failure, or why skipped */
	char expected[KV_REASON_SIZE];	/* why a failure is expected */
	char observed[KV_OBSERVED_SIZE];
	/* The first fault that the kernel has raised in the case or a child of it. */
	atomic_int fault_signal;
	pid_t fault_pid;
	void *fault_address;
};

struct kv_result {
	enum kv_outcome outcome;
	long long ms;
	int signal;			/* 0: none */
	char message[KV_MESSAGE_SIZE];
	char observed[KV_OBSERVED_SIZE];
	unsigned char output[KV_OUTPUT_SIZE];
	size_t output_length;
	bool truncated;
};

/* How results leave the runner. */
struct kv_reporter {
	void (*announce)(const char *suite, struct kv_case *const *cases, size_t count);
	void (*plan)(const char *suite, struct kv_case *const *cases, size_t count);
	void (*start)(const char *name, unsigned int seconds);
	void (*end)(const char *name, const struct kv_result *result);
	void (*done)(void);
};

extern const struct kv_reporter kv_ktap;
extern const struct kv_reporter kv_protocol;
/* -1 until main() has found it in the environment. */
extern int kv_results_fd;

/* "suite/topic.case"; valid until the next call. */
const char *kv_case_name(const struct kv_case *test);

/* In seconds; 0: each case has its own or the default. */
extern unsigned int kv_timeout;
/* Whether all processes but init, here, are the runner's to kill. */
extern bool kv_own_machine;
/* Written to before each case, so that kernel messages can be told apart; or NULL. */
extern const char *kv_kmsg;

long long kv_now_ms(void);
/* Kills and buries all children; group is a process group that may hold more. */
bool kv_kill_stragglers(pid_t group);

/* How long a case may take, in seconds. */
unsigned int kv_timeout_of(const struct kv_case *test);
void kv_run_case(struct kv_case *test, const char *name, struct kv_result *result);

/* The case's side. */
void kv_enter_case(struct kv_record *record);
void kv_finish_case(void) __attribute__((noreturn));
/* Ends this process as a failed assertion does. */
void kv_stop_case(void) __attribute__((noreturn));
bool kv_has_failed(void);

/* Of a failure that no line of a case stands for. */
#define KV_NOWHERE	((struct kv_site){ .fatal = true })

/* The record's descriptor, for the helpers. */
void kv_offer_record(int fd);
int kv_run_helper(int argc, char **argv);

#define KV_RECORD_ENV	"KVERDICT_RECORD_FD"

#endif /* KVERDICT_RUNNER_H */
