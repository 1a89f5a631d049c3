// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* A suite's program: its cases one after the other, as events or as KTAP. */
#define _GNU_SOURCE
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_CASES	1024

/* What kselftest takes for "skipped". */
#define EXIT_SKIPPED	4

static struct kv_case *registered[MAX_CASES];
static size_t registered_count;

void kv_register_case(struct kv_case *test)
{
	if (registered_count == MAX_CASES)
		abort();
	registered[registered_count++] = test;
}

const char *kv_case_name(const struct kv_case *test)
{
	static char name[256];

	snprintf(name, sizeof(name), "%s/%s.%s", program_invocation_short_name, test->topic,
		 test->name);
	return name;
}

static struct kv_case *find_case(const char *name)
{
	for (size_t i = 0; i < registered_count; i++) {
		if (!strcmp(kv_case_name(registered[i]), name))
			return registered[i];
	}
	return NULL;
}

static int usage(const char *problem, const char *argument)
{
	if (problem)
		fprintf(stderr, "%s: %s\n", problem, argument);
	fprintf(stderr,
		"usage: %s [--list | --announce] [--case NAME]...\n"
		"  --list       print the names of the cases\n"
		"  --announce   report the names of the cases as an event\n"
		"  --case NAME  run this case (and others named so) instead of all\n"
		"Environment:\n"
		"  KVERDICT_RESULTS_FD  descriptor for events; without it KTAP goes to stdout\n"
		"  KVERDICT_TIMEOUT     seconds for each case, whatever the case has set\n"
		"  KVERDICT_KMSG        file that is told each case's start, e.g. /dev/kmsg\n",
		program_invocation_short_name);
	return 2;
}

static int list_cases(void)
{
	for (size_t i = 0; i < registered_count; i++)
		puts(kv_case_name(registered[i]));
	return 0;
}

/* None of it is for the cases to see. */
static int read_environment(void)
{
	const char *fd = getenv("KVERDICT_RESULTS_FD");
	const char *timeout = getenv("KVERDICT_TIMEOUT");
	char *rest;

	kv_kmsg = getenv("KVERDICT_KMSG");
	if (fd) {
		kv_results_fd = strtol(fd, &rest, 10);
		if (*rest || fcntl(kv_results_fd, F_SETFD, FD_CLOEXEC))
			return usage("not an open descriptor", fd);
	}
	if (timeout) {
		kv_timeout = strtoul(timeout, &rest, 10);
		if (*rest || !kv_timeout || kv_timeout > 86400)
			return usage("bad time-out: want 1 to 86400 seconds", timeout);
	}
	kv_own_machine = getenv("KVERDICT_OWN_MACHINE") != NULL;
	unsetenv("KVERDICT_OWN_MACHINE");
	unsetenv("KVERDICT_RESULTS_FD");
	unsetenv("KVERDICT_TIMEOUT");
	return 0;
}

static int announce_cases(void)
{
	int error = read_environment();

	if (error)
		return error;
	if (kv_results_fd < 0)
		return usage("only where events are wanted (KVERDICT_RESULTS_FD)", "--announce");
	kv_protocol.announce(program_invocation_short_name, registered, registered_count);
	return 0;
}

static int run_cases(struct kv_case *const *cases, size_t count)
{
	const struct kv_reporter *reporter = kv_results_fd >= 0 ? &kv_protocol : &kv_ktap;
	size_t bad = 0, skipped = 0;

	reporter->plan(program_invocation_short_name, cases, count);
	for (size_t i = 0; i < count; i++) {
		const char *name = kv_case_name(cases[i]);
		static struct kv_result result;

		reporter->start(name, kv_timeout_of(cases[i]));
		kv_run_case(cases[i], name, &result);
		reporter->end(name, &result);
		if (result.outcome == KV_SKIP)
			skipped++;
		else if (result.outcome != KV_PASS && result.outcome != KV_XFAIL)
			bad++;
	}
	reporter->done();
	if (bad)
		return 1;
	return count && skipped == count ? EXIT_SKIPPED : 0;
}

int main(int argc, char **argv)
{
	static struct kv_case *chosen[MAX_CASES];
	size_t count = 0;
	int error;

	/*
	 * For the cases, which inherit it: of one that crashes no more than a line gets
	 * lost. glibc does as it is told only before the first output.
	 */
	setvbuf(stdout, NULL, _IOLBF, 0);

	if (argc > 2 && !strcmp(argv[1], "--helper"))
		return kv_run_helper(argc - 2, argv + 2);
	if (argc == 2 && !strcmp(argv[1], "--list"))
		return list_cases();
	if (argc == 2 && !strcmp(argv[1], "--announce"))
		return announce_cases();
	for (int i = 1; i < argc; i += 2) {
		if (strcmp(argv[i], "--case"))
			return usage("unknown option", argv[i]);
		if (i + 1 == argc || count == MAX_CASES)
			return usage("no name, or too many", argv[i]);
		chosen[count] = find_case(argv[i + 1]);
		if (!chosen[count++])
			return usage("no such case", argv[i + 1]);
	}
	error = read_environment();
	if (error)
		return error;
	return count ? run_cases(chosen, count) : run_cases(registered, registered_count);
}
