// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* The case's side: children and helpers. */
#define _GNU_SOURCE
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_HELPER_ARGS	16

static struct kv_helper *helpers;
static int record_fd = -1;

void kv_register_helper(struct kv_helper *helper)
{
	helper->next = helpers;
	helpers = helper;
}

void kv_offer_record(int fd)
{
	record_fd = fd;
}

static void die_with(pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
}

bool kv_fork_at(struct kv_site site, struct kv_child *child)
{
	int down[2], up[2];
	pid_t parent = getpid();

	kv_check_ok(site, "pipe2()", kv_signed(pipe2(down, O_CLOEXEC)));
	kv_check_ok(site, "pipe2()", kv_signed(pipe2(up, O_CLOEXEC)));
	fflush(NULL);
	child->pid = fork();
	kv_check_ok(site, "fork()", kv_signed(child->pid));

	/* Each side keeps one end of each pipe, so that it sees the other one's end. */
	if (!child->pid) {
		die_with(parent);
		close(down[1]);
		close(up[0]);
		child->rx = down[0];
		child->tx = up[1];
		return true;
	}
	close(down[0]);
	close(up[1]);
	child->rx = up[0];
	child->tx = down[1];
	return false;
}

void kv_exit(void)
{
	fflush(NULL);
	_exit(0);
}

static void raise_again(struct kv_site site, int signal)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t set;

	sigaction(signal, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, signal);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(signal);
	kv_fail(site, "%s has ended a child, and does not end the case", kv_signal_name(signal));
}

void kv_join_at(struct kv_site site, struct kv_child *child)
{
	int status;
	pid_t pid;

	close(child->tx);
	close(child->rx);
	do {
		pid = waitpid(child->pid, &status, 0);
	} while (pid < 0 && errno == EINTR);
	kv_check_ok(site, "waitpid()", kv_signed(pid));
	if (WIFSIGNALED(status))
		raise_again(site, WTERMSIG(status));
	if (!WEXITSTATUS(status))
		return;
	if (kv_has_failed())
		kv_stop_case();
	kv_fail(site, "a child has exited with status %d", WEXITSTATUS(status));
}

static void lost_peer(struct kv_site site, struct kv_child *child)
{
	if (!child->pid)
		_exit(1);
	kv_join_at(site, child);
	kv_fail(site, "a child has ended that should have gone on");
}

void kv_post_at(struct kv_site site, struct kv_child *child)
{
	ssize_t written;

	do {
		written = write(child->tx, "", 1);
	} while (written < 0 && errno == EINTR);
	if (written != 1)
		lost_peer(site, child);
}

void kv_await_at(struct kv_site site, struct kv_child *child)
{
	ssize_t count;
	char byte;

	do {
		count = read(child->rx, &byte, 1);
	} while (count < 0 && errno == EINTR);
	if (count != 1)
		lost_peer(site, child);
}

void kv_exec_helper_at(struct kv_site site, char *const argv[])
{
	char *args[MAX_HELPER_ARGS + 3] = { "/proc/self/exe", "--helper" };
	char number[16];
	int count = 0;

	for (; argv[count]; count++) {
		if (count == MAX_HELPER_ARGS)
			kv_fail(site, "more than %d arguments for a helper", MAX_HELPER_ARGS);
		args[count + 2] = argv[count];
	}
	snprintf(number, sizeof(number), "%d", record_fd);
	kv_check_ok(site, "setenv()", kv_signed(setenv(KV_RECORD_ENV, number, 1)));
	kv_check_ok(site, "fcntl()", kv_signed(fcntl(record_fd, F_SETFD, 0)));
	fflush(NULL);
	execv(args[0], args);
	kv_fail(site, "cannot execute %s: %s", args[0], kv_errno_name(errno));
	kv_stop_case();
}

static struct kv_record *inherited_record(void)
{
	const char *number = getenv(KV_RECORD_ENV);
	void *record;

	if (!number)
		return NULL;
	record_fd = atoi(number);
	unsetenv(KV_RECORD_ENV);
	if (fcntl(record_fd, F_SETFD, FD_CLOEXEC))
		return NULL;
	record = mmap(NULL, sizeof(struct kv_record), PROT_READ | PROT_WRITE, MAP_SHARED,
		      record_fd, 0);
	return record == MAP_FAILED ? NULL : record;
}

int kv_run_helper(int argc, char **argv)
{
	struct kv_record *record = inherited_record();
	struct kv_helper *helper = helpers;

	if (!record) {
		fprintf(stderr, "helpers are started by cases only\n");
		return 2;
	}
	kv_enter_case(record);
	while (helper && strcmp(helper->name, argv[0]))
		helper = helper->next;
	if (!helper)
		kv_fail(KV_NOWHERE, "there is no helper %s", argv[0]);
	helper->run(argc, argv);
	if (getpid() != record->pid)
		kv_exit();
	kv_finish_case();
}
