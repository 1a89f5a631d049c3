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

/* Of processes that no SIGKILL ends; those of one case are not the next one's fault. */
#define MAX_GIVEN_UP	64

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

static pid_t given_up[MAX_GIVEN_UP];
static int given_up_count;

static bool is_given_up(pid_t pid)
{
	for (int i = 0; i < given_up_count; i++) {
		if (given_up[i] == pid)
			return true;
	}
	return false;
}

static void give_up(pid_t pid)
{
	if (given_up_count < MAX_GIVEN_UP)
		given_up[given_up_count++] = pid;
}

/* Its number may be another's from now on. */
static void forget(pid_t pid)
{
	for (int i = 0; i < given_up_count; i++) {
		if (given_up[i] == pid)
			given_up[i--] = given_up[--given_up_count];
	}
}

static void kill_one(pid_t pid)
{
	kill(pid, SIGKILL);
}

/* Does so to all children that are not given up, and returns how many there are. */
static int for_each_child(void (*act)(pid_t pid))
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int count = 0;

	if (!proc)
		return 0;
	while ((entry = readdir(proc))) {
		pid_t pid = atoi(entry->d_name);

		if (pid > 0 && parent_of(entry->d_name) == getpid() && !is_given_up(pid)) {
			act(pid);
			count++;
		}
	}
	closedir(proc);
	return count;
}

bool kv_kill_stragglers(pid_t group)
{
	const struct timespec pause = { 0, KILL_POLL_MS * 1000000L };
	long long deadline = kv_now_ms() + KILL_MS;
	pid_t pid;

	do {
		/*
		 * All at once, so that not even a bomb of processes that each open a
		 * session of their own gets away; the kernel spares init and the caller.
		 */
		kill(kv_own_machine ? -1 : -group, SIGKILL);
		do {
			pid = waitpid(-1, NULL, WNOHANG | __WALL);
			if (pid > 0)
				forget(pid);
		} while (pid > 0);
		/* Those that have left the case's process group are found one by one. */
		if (pid < 0 || (!for_each_child(kill_one) && given_up_count))
			return true;
		nanosleep(&pause, NULL);
	} while (kv_now_ms() < deadline);
	for_each_child(give_up);
	return false;
}
