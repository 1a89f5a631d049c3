// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* A case's own process, its children, and the programs that it starts. */
#define _GNU_SOURCE
#include <kverdict.h>

#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where check.sh has put it. */
#define RESULTS_FD	9

TEST(process, results_are_out_of_reach)
{
	EXPECT_ERRNO(EBADF, fcntl(RESULTS_FD, F_GETFD));
	EXPECT_TRUE(!getenv("KVERDICT_RESULTS_FD"));
}

TEST(process, group_is_its_own)
{
	EXPECT_EQ(getpid(), getpgrp());
}

TEST(process, stdin_is_empty)
{
	char byte;

	EXPECT_EQ(0, read(STDIN_FILENO, &byte, 1));
}

TEST(child, keeps_in_step)
{
	struct kv_child child;
	char c = 0;

	if (kv_fork(&child)) {
		for (c = 'a'; c <= 'c'; c++) {
			kv_await(&child);
			printf("%c\n", c);
			kv_post(&child);
		}
		kv_exit();
	}
	for (c = '1'; c <= '3'; c++) {
		printf("%c\n", c);
		kv_post(&child);
		kv_await(&child);
	}
	kv_join(&child);
}

TEST(child, crash_is_the_case_s)
{
	struct kv_child child;

	if (kv_fork(&child)) {
		fault();
		kv_exit();
	}
	kv_join(&child);
	FAIL("not reached");
}

TEST(child, crash_ends_the_wait_for_it)
{
	struct kv_child child;

	if (kv_fork(&child)) {
		kill(getpid(), SIGKILL);
		kv_post(&child);
	}
	kv_await(&child);
	FAIL("not reached");
}

TEST(child, crash_ends_the_post_to_it)
{
	struct kv_child child;

	if (kv_fork(&child))
		kill(getpid(), SIGBUS);
	for (;;)
		kv_post(&child);
}

TEST(child, failed_assert_is_the_case_s)
{
	struct kv_child child;

	if (kv_fork(&child))
		ASSERT_EQ(1, 2);
	kv_join(&child);
	puts("not reached");
}

TEST(child, failed_expect_is_the_case_s)
{
	struct kv_child child;

	if (kv_fork(&child)) {
		EXPECT_EQ(1, 2);
		kv_exit();
	}
	kv_join(&child);
	puts("reached");
}

TEST(child, exit_status_is_a_failure)
{
	struct kv_child child;

	if (kv_fork(&child))
		_exit(3);
	kv_join(&child);
}

TEST(child, cannot_end_the_case)
{
	pid_t child = fork();

	if (child)
		waitpid(child, NULL, 0);
}

TEST(child, cannot_skip_the_case)
{
	struct kv_child child;

	if (kv_fork(&child))
		SKIP("for the parent");
	kv_join(&child);
}

HELPER(print_arguments)
{
	for (int i = 0; i < argc; i++)
		printf("%d: %s\n", i, argv[i]);
	EXPECT_TRUE(!getenv("KVERDICT_RECORD_FD"));
}

HELPER(fail)
{
	ASSERT_STREQ("help", argv[1]);
}

HELPER(crash)
{
	fault();
}

TEST(helper, gets_its_arguments)
{
	kv_exec_helper((char *[]){ "print_arguments", "a b", "", NULL });
}

TEST(helper, can_fail)
{
	kv_exec_helper((char *[]){ "fail", "harm", NULL });
}

TEST(helper, can_crash)
{
	kv_exec_helper((char *[]){ "crash", NULL });
}

TEST(helper, has_to_exist)
{
	kv_exec_helper((char *[]){ "nobody", NULL });
}

TEST(helper, in_a_child_does_not_end_the_case)
{
	struct kv_child child;

	if (kv_fork(&child))
		kv_exec_helper((char *[]){ "print_arguments", NULL });
	kv_join(&child);
	puts("reached");
}

/* Longer than any run of the check, and not for ever should the check find them alive. */
static void linger(void)
{
	alarm(20);
	for (;;)
		pause();
}

/* check.sh waits for the end of all that hold the descriptors it has handed down. */
TEST(stragglers, in_the_group_are_killed)
{
	if (!fork())
		linger();
}

TEST(stragglers, in_another_session_are_killed)
{
	struct kv_child child;

	if (kv_fork(&child)) {
		setsid();
		if (!fork()) {
			signal(SIGTERM, SIG_IGN);
			linger();
		}
		kv_exit();
	}
	kv_join(&child);
}
