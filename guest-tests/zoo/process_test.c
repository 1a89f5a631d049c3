// SPDX-License-Identifier: Apache-2.0
/* Cases that do not want to end, or use up what there is. */
#define _GNU_SOURCE
#include "zoo.h"

#include <kverdict.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FOR_EVER	((size_t)-1 / 2)

TEST_TIMEOUT(process, sleeps_for_ever, 1)
{
	for (;;)
		pause();
}

TEST_TIMEOUT(process, spins_and_ignores_signals, 1)
{
	for (int number = 1; number < 64; number++)
		signal(number, SIG_IGN);
	for (;;)
		;
}

TEST_TIMEOUT(process, forks_for_ever, 1)
{
	for (;;)
		fork();
}

/* Each in a session of its own, where no kill of a group reaches it. */
TEST_TIMEOUT(process, forks_sessions_for_ever, 1)
{
	for (;;) {
		if (!fork())
			setsid();
	}
}

TEST_TIMEOUT(process, uses_up_the_memory, 20)
{
	size_t size = 16 << 20;

	for (;;) {
		char *piece = mmap(NULL, size, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (piece != MAP_FAILED)
			memset(piece, 1, size);
	}
}

/* Files in memory stay when their writer is killed. */
TEST_TIMEOUT(process, fills_the_file_system, 20)
{
	int fd = open("/tmp/full-of-it", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	ASSERT_OK(fd);
	zoo_flood(fd, "x", 1, FOR_EVER);
}

TEST_TIMEOUT(process, floods_its_output, 1)
{
	zoo_flood(STDOUT_FILENO, "all work and no play\n", 21, FOR_EVER);
}
