// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "zoo.h"

#include <kverdict.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PROVOKE	"/sys/kernel/debug/kverdict-provoke"

/* Later than the C library. */
#ifndef SYS_pidfd_open
#define SYS_pidfd_open	434
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd	438
#endif

static int open_or_skip(void)
{
	int fd = open(PROVOKE, O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		SKIP("no " PROVOKE ": %s", kv_errno_name(errno));
	return fd;
}

void zoo_provoke(const char *fault)
{
	int fd = open_or_skip();

	ASSERT_OK(write(fd, fault, strlen(fault)));
	close(fd);
}

static void take_a_processor(int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	ASSERT_OK(sched_setaffinity(0, sizeof(one), &one));
}

void zoo_provoke_everywhere(const char *fault)
{
	atomic_int *arrived = mmap(NULL, sizeof(*arrived), PROT_READ | PROT_WRITE,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int cpus = sysconf(_SC_NPROCESSORS_ONLN);
	int cpu = cpus - 1;
	int fd;

	ASSERT_OK(arrived);
	while (cpu && fork())
		cpu--;
	/* Not one file for all: a write to it would wait for the other's. */
	fd = open_or_skip();
	take_a_processor(cpu);
	/* Nobody can move to a processor that hangs. */
	for ((*arrived)++; *arrived < cpus;)
		sched_yield();
	ASSERT_OK(write(fd, fault, strlen(fault)));
}

static int port_of(pid_t runner)
{
	char path[64], target[64];
	struct dirent *entry;
	int number = -1;
	DIR *fds;

	snprintf(path, sizeof(path), "/proc/%d/fd", runner);
	fds = opendir(path);
	ASSERT_TRUE(fds != NULL);
	while (number < 0 && (entry = readdir(fds))) {
		ssize_t length = readlinkat(dirfd(fds), entry->d_name, target, sizeof(target) - 1);

		target[length < 0 ? 0 : length] = '\0';
		if (strstr(target, "/vport"))
			number = atoi(entry->d_name);
	}
	closedir(fds);
	return number;
}

int zoo_steal_port(void)
{
	int runner, port, number = port_of(getppid());

	ASSERT_GE(number, 0);
	runner = syscall(SYS_pidfd_open, getppid(), 0);
	ASSERT_OK(runner);
	port = syscall(SYS_pidfd_getfd, runner, number, 0);
	ASSERT_OK(port);
	close(runner);
	return port;
}

void zoo_send(int port, const char *line)
{
	ASSERT_EQ((ssize_t)strlen(line), write(port, line, strlen(line)));
}

void zoo_flood(int fd, const char *bytes, size_t count, size_t total)
{
	/* What a virtio port takes at once. */
	static char block[32768];
	size_t filled = 0;

	while (filled + count <= sizeof(block)) {
		memcpy(block + filled, bytes, count);
		filled += count;
	}
	for (size_t done = 0; done < total; done += filled) {
		if (write(fd, block, filled) < 0)
			return;
	}
}
