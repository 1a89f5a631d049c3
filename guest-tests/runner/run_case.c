// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* The runner's side of a case: starts it, watches it, cleans up and judges. */
#define _GNU_SOURCE
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct run {
	struct kv_record *record;
	int record_fd;
	pid_t pid;
	int output;		/* read end of the case's stdout and stderr; -1: at its end */
	sigset_t mask;		/* without SIGCHLD, which is blocked outside of ppoll() */
	bool ended;
	int status;
};

unsigned int kv_timeout;
bool kv_own_machine;
const char *kv_kmsg;

static void die(const char *what)
{
	fprintf(stderr, "kverdict: %s: %s\n", what, strerror(errno));
	exit(3);
}

long long kv_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/*
 * Opened anew each time: the kernel limits the rate of messages per open file, and
 * drops those above it.
 */
static void mark_kernel_log(const char *name)
{
	int fd = kv_kmsg ? open(kv_kmsg, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
	char line[512];
	int length;

	if (fd < 0)
		return;
	/* Each write() makes one message, so dprintf() would not do. */
	length = snprintf(line, sizeof(line), "<6>kverdict: case %.256s\n", name);
	if (write(fd, line, length) != length)
		perror(kv_kmsg);
	close(fd);
}

static void wake_up(int signal)
{
	(void)signal;
}

static void prepare(struct run *run, int *write_end)
{
	struct sigaction action = { .sa_handler = wake_up };
	sigset_t chld;
	int fds[2];

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, &run->mask);
	sigdelset(&run->mask, SIGCHLD);
	sigaction(SIGCHLD, &action, NULL);
	/* Orphans of a case come to the runner, which then can kill them. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);

	run->record_fd = memfd_create("kverdict", MFD_CLOEXEC);
	if (run->record_fd < 0 || ftruncate(run->record_fd, sizeof(*run->record)))
		die("memfd_create (needs CONFIG_TMPFS)");
	run->record = mmap(NULL, sizeof(*run->record), PROT_READ | PROT_WRITE, MAP_SHARED,
			   run->record_fd, 0);
	if (run->record == MAP_FAILED)
		die("mmap");
	if (pipe2(fds, O_CLOEXEC) || fcntl(fds[0], F_SETFL, O_NONBLOCK))
		die("pipe");
	run->output = fds[0];
	*write_end = fds[1];
}

/* init and the runner are spared when memory runs out; what uses it up is not. */
static void offer_to_be_killed_for_memory(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "500", 3) != 3)
		perror("oom_score_adj");
	close(fd);
}

static void run_in_child(struct kv_case *test, struct run *run, int write_end, pid_t runner)
{
	const struct rlimit no_core = { 0, 0 };
	int null;

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != runner)
		_exit(1);
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_SETMASK, &run->mask, NULL);
	setrlimit(RLIMIT_CORE, &no_core);

	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	dup2(write_end, STDOUT_FILENO);
	dup2(write_end, STDERR_FILENO);
	close(null);
	close(write_end);
	close(run->output);
	if (kv_results_fd >= 0)
		close(kv_results_fd);
	if (kv_own_machine)
		offer_to_be_killed_for_memory();

	run->record->pid = getpid();
	kv_offer_record(run->record_fd);
	kv_enter_case(run->record);
	test->run();
	kv_finish_case();
}

/* Keeps the end, where a case that has died says most. */
static void keep_output(struct kv_result *result, const unsigned char *bytes, size_t count)
{
	size_t room = sizeof(result->output) - result->output_length;

	if (count > room) {
		size_t excess = count - room;

		memmove(result->output, result->output + excess, result->output_length - excess);
		result->output_length -= excess;
		result->truncated = true;
	}
	memcpy(result->output + result->output_length, bytes, count);
	result->output_length += count;
}

/* One piece at a time, so that no flood of output holds up the time-out. */
static bool read_output(struct run *run, struct kv_result *result)
{
	unsigned char bytes[1024];
	ssize_t count;

	if (run->output < 0)
		return false;
	count = read(run->output, bytes, sizeof(bytes));
	if (!count) {
		close(run->output);
		run->output = -1;
	}
	if (count <= 0)
		return false;
	keep_output(result, bytes, count);
	return true;
}

static void watch(struct run *run, struct kv_result *result, unsigned int seconds)
{
	long long deadline = kv_now_ms() + seconds * 1000LL;

	for (;;) {
		struct pollfd output = { .fd = run->output, .events = POLLIN };
		long long left = deadline - kv_now_ms();
		const struct timespec timeout = { left / 1000, left % 1000 * 1000000 };

		run->ended = waitpid(run->pid, &run->status, WNOHANG) == run->pid;
		if (run->ended || left <= 0)
			return;
		ppoll(&output, 1, &timeout, &run->mask);
		read_output(run, result);
	}
}

static void describe(struct kv_result *result, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds to the message, as far as there is room. */
static void describe(struct kv_result *result, const char *fmt, ...)
{
	size_t length = strlen(result->message);
	va_list args;

	va_start(args, fmt);
	vsnprintf(result->message + length, sizeof(result->message) - length, fmt, args);
	va_end(args);
}

static void describe_signal(const struct run *run, struct kv_result *result)
{
	const struct kv_record *record = run->record;

	result->signal = WTERMSIG(run->status);
	describe(result, "killed by %s", kv_signal_name(result->signal));
	if (record->fault_signal == result->signal)
		describe(result, " at address %p%s", record->fault_address,
			 record->fault_pid == run->pid ? "" : " of a child");
	if (record->failures)
		describe(result, ", after %s", record->message);
}

static void judge(const struct run *run, unsigned int seconds, struct kv_result *result)
{
	struct kv_record *record = run->record;

	/* The case could have written anywhere. */
	record->message[sizeof(record->message) - 1] = '\0';
	record->expected[sizeof(record->expected) - 1] = '\0';
	record->observed[sizeof(record->observed) - 1] = '\0';
	strcpy(result->observed, record->observed);

	if (!run->ended) {
		result->outcome = KV_TIMED_OUT;
		describe(result, "still running after %u s", seconds);
		if (record->failures)
			describe(result, ", after %s", record->message);
	} else if (WIFSIGNALED(run->status)) {
		result->outcome = KV_CRASHED;
		describe_signal(run, result);
	} else if (record->failures) {
		result->outcome = record->failure_expected ? KV_XFAIL : KV_FAIL;
		if (record->failure_expected)
			describe(result, "%s: ", record->expected);
		describe(result, "%s", record->message);
	} else if (!record->finished) {
		result->outcome = KV_CRASHED;
		describe(result, "exited with status %d before its end",
			 WEXITSTATUS(run->status));
	} else if (record->skipped) {
		result->outcome = KV_SKIP;
		describe(result, "%s", record->message);
	} else if (record->failure_expected) {
		result->outcome = KV_XPASS;
		describe(result, "%s", record->expected);
	} else {
		result->outcome = KV_PASS;
	}
}

unsigned int kv_timeout_of(const struct kv_case *test)
{
	if (kv_timeout)
		return kv_timeout;
	return test->timeout ? test->timeout : KV_DEFAULT_TIMEOUT;
}

void kv_run_case(struct kv_case *test, const char *name, struct kv_result *result)
{
	bool stuck;
	unsigned int seconds = kv_timeout_of(test);
	pid_t runner = getpid();
	struct run run = { 0 };
	long long start;
	int write_end;

	memset(result, 0, sizeof(*result));
	prepare(&run, &write_end);
	mark_kernel_log(name);

	start = kv_now_ms();
	run.pid = fork();
	if (run.pid < 0)
		die("fork");
	if (!run.pid)
		run_in_child(test, &run, write_end, runner);
	/* On both sides, as either may be first. */
	setpgid(run.pid, run.pid);
	close(write_end);

	watch(&run, result, seconds);
	result->ms = kv_now_ms() - start;
	stuck = !kv_kill_stragglers(run.pid);
	while (read_output(&run, result))
		;
	judge(&run, seconds, result);
	if (stuck && result->outcome == KV_PASS) {
		result->outcome = KV_FAIL;
		describe(result, "a process of the case survives SIGKILL");
	}

	if (run.output >= 0)
		close(run.output);
	munmap(run.record, sizeof(*run.record));
	close(run.record_fd);
}
