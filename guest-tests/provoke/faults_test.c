// SPDX-License-Identifier: GPL-2.0
/*
 * One case, named on the kernel's command line:
 *
 *	provoke=NAME        a name of user_actions[], of the driver in series/,
 *	                    sysrq_X or lkdtm_X; none if not given
 *	provoke_wait=SECS   how long to wait for what comes later; 1 if not given
 *
 * One, because few kernels are any good after it. "record" boots once for each.
 */
#include "provoke.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DRIVER		"/sys/kernel/debug/kverdict-provoke"
#define LKDTM		"/sys/kernel/debug/provoke-crash/DIRECT"
#define SYSRQ		"/proc/sysrq-trigger"

static char fault[64] = "none";
static unsigned int seconds = 1;

bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return done;
}

static const char *after(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(text, prefix, length) ? NULL : text + length;
}

static void provoke(void)
{
	const char *rest;

	for (const struct action *action = user_actions; action->name; action++) {
		if (!strcmp(action->name, fault)) {
			action->run();
			return;
		}
	}
	rest = after(fault, "sysrq_");
	if (rest) {
		ASSERT_TRUE(write_file(SYSRQ, rest));
		return;
	}
	rest = after(fault, "lkdtm_");
	if (rest)
		ASSERT_TRUE(write_file(LKDTM, rest));
	else
		ASSERT_TRUE(write_file(DRIVER, fault));
}

static void run(void)
{
	if (!strcmp(fault, "none"))
		return;
	provoke();
	sleep(seconds);
}

/* Before init has told the runner anything, so the command line is read again here. */
static void __attribute__((constructor)) register_case(void)
{
	static struct kv_case test = {
		.topic = "faults", .name = fault, .run = run, .timeout = 90,
	};
	FILE *file = fopen("/proc/cmdline", "re");
	char word[256];

	while (file && fscanf(file, "%255s", word) == 1) {
		sscanf(word, "provoke=%63[A-Za-z0-9_]", fault);
		sscanf(word, "provoke_wait=%u", &seconds);
	}
	if (file)
		fclose(file);
	kv_register_case(&test);
}
