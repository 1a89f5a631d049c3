// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/*
 * What a case leaves behind. The runner is a subreaper: whatever the case has started
 * becomes the runner's child when its parents end.
 */
#include "runner.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How long a process may take to die of SIGKILL before it counts as stuck. */
#define KILL_MS		5000
#define KILL_POLL_MS	10

static pid_t parent_of(const char *pid)
{
	char path[32], stat[512];
	const char *paren;
	ssize_t length;
	int fd, parent;

	snprintf(path, sizeof(path), "/proc/%.16s/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	length = read(fd, stat, sizeof(stat) - 1);
	close(fd);
	if (length <= 0)
		return -1;
	stat[length] = '\0';
	/* "PID (COMM) STATE PPID ...", and COMM may hold anything. */
	paren = strrchr(stat, ')');
	if (!paren || sscanf(paren, ") %*c %d", &parent) != 1)
		return -1;
	return parent;
}

/* For those that have left the case's process group. */
static void kill_children(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	if (!proc)
		return;
	while ((entry = readdir(proc))) {
		pid_t pid = atoi(entry->d_name);

		if (pid > 0 && parent_of(entry->d_name) == getpid())
			kill(pid, SIGKILL);
	}
	closedir(proc);
}

bool kv_kill_stragglers(pid_t group)
{
	const struct timespec pause = { 0, KILL_POLL_MS * 1000000L };
	long long deadline = kv_now_ms() + KILL_MS;
	pid_t pid;

	do {
		kill(-group, SIGKILL);
		do {
			pid = waitpid(-1, NULL, WNOHANG | __WALL);
		} while (pid > 0);
		if (pid < 0)
			return true;
		kill_children();
		nanosleep(&pause, NULL);
	} while (kv_now_ms() < deadline);
	return false;
}
