// SPDX-License-Identifier: GPL-2.0
/* Faults of processes, faults by way of processes, and what only looks like a fault. */
#define _GNU_SOURCE
#include "provoke.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#define KMEMLEAK	"/sys/kernel/debug/kmemleak"
#define DRIVER		"/sys/kernel/debug/kverdict-provoke"
#define SIZE(array)	(sizeof(array) / sizeof((array)[0]))

/* What programs say, in the words of the kernel. */
static const char *const words[] = {
	"app[812]: BUG: this line is from a program, not from the kernel",
	"app[812]: WARNING: CPU usage is high",
	"app[812]: the last words were \"Kernel panic - not syncing: Attempted to kill init!\"",
	"fsck: possible data corruption, Oops: 0000 may follow",
	"debug: KASAN is enabled, lockdep is turned on, no general protection fault seen",
	"monitor: hung task detector armed; soft lockup threshold 20s; OOM killer idle",
	"report: Call Trace: is printed by dump_stack()",
};

static void say_to_kernel_log(void)
{
	for (size_t i = 0; i < SIZE(words); i++) {
		char line[256];

		snprintf(line, sizeof(line), "<6>%s\n", words[i]);
		EXPECT_TRUE(write_file("/dev/kmsg", line));
	}
}

static void say_to_console(void)
{
	for (size_t i = 0; i < SIZE(words); i++) {
		char line[256];

		snprintf(line, sizeof(line), "\033[1;31m%s\033[0m\n", words[i]);
		EXPECT_TRUE(write_file("/dev/console", line));
	}
}

/* The case itself must come to its end, so somebody else dies. */
static void in_a_child(void (*die)(void))
{
	pid_t pid = fork();

	if (!pid) {
		die();
		_exit(1);
	}
	waitpid(pid, NULL, 0);
}

static void touch_nothing(void)
{
	int *volatile nowhere = NULL;

	*(volatile int *)nowhere = 1;
}

static void segfault_in_user(void)
{
	in_a_child(touch_nothing);
}

#ifdef __x86_64__
static void divide(void)
{
	volatile int zero = 0;

	_exit(1 / zero);
}

static void halt(void)
{
	asm volatile("hlt");
}

static void run_nonsense(void)
{
	asm volatile("ud2");
}

static void traps_in_user(void)
{
	in_a_child(divide);
	in_a_child(halt);
	in_a_child(run_nonsense);
}
#endif

static void take_all_memory(void)
{
	const size_t chunk = 4 << 20;

	for (;;) {
		char *p = mmap(NULL, chunk, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			_exit(1);
		memset(p, 1, chunk);
	}
}

static void out_of_memory(void)
{
	in_a_child(take_all_memory);
}

/* Memory that nobody owns, so that nothing is left to be killed. */
static void fill_tmpfs(void)
{
	static char block[1 << 20];
	int fd;

	ASSERT_OK(mount("none", "/tmp", "tmpfs", 0, "size=16g"));
	fd = open("/tmp/filler", O_WRONLY | O_CREAT, 0600);
	ASSERT_OK(fd);
	while (write(fd, block, sizeof(block)) > 0)
		;
}

static void print_file(const char *path)
{
	char text[512];
	size_t count;
	FILE *from = fopen(path, "re"), *to = fopen("/dev/console", "we");

	while (from && to && (count = fread(text, 1, sizeof(text), from)) > 0)
		fwrite(text, 1, count, to);
	if (to)
		fclose(to);
}

/* It believes in a leak when a second look finds the object no younger than 5 s. */
static void memory_leak(void)
{
	ASSERT_TRUE(write_file(KMEMLEAK, "clear"));
	ASSERT_TRUE(write_file(DRIVER, "leak"));
	sleep(6);
	for (int i = 0; i < 3; i++)
		ASSERT_TRUE(write_file(KMEMLEAK, "scan"));
	sleep(1);
	print_file(KMEMLEAK);
}

/* Init's code becomes nonsense under it; it dies of it when this case has ended. */
static void kill_init(void)
{
	unsigned long start, end;
	char access[8];
	FILE *maps = fopen("/proc/1/maps", "re");
	int mem = open("/proc/1/mem", O_RDWR);

	ASSERT_TRUE(maps && mem >= 0);
	while (fscanf(maps, "%lx-%lx %7s%*[^\n]", &start, &end, access) == 3) {
		char *nonsense = calloc(1, end - start);

		if (strchr(access, 'x') && access[1] == '-' && strchr("r-", access[0]))
			(void)!pwrite(mem, nonsense, end - start, start);
		free(nonsense);
	}
}

static void fail_allocation(void)
{
	ASSERT_TRUE(write_file("/proc/self/make-it-fail", "1"));
	ASSERT_TRUE(write_file("/proc/self/fail-nth", "1"));
	(void)!open("/proc/self/status", O_RDONLY);
}

const struct action user_actions[] = {
	{ "words_in_kernel_log", say_to_kernel_log },
	{ "words_on_console", say_to_console },
	{ "segfault_in_user", segfault_in_user },
#ifdef __x86_64__
	{ "traps_in_user", traps_in_user },
#endif
	{ "out_of_memory", out_of_memory },
	{ "fill_tmpfs", fill_tmpfs },
	{ "memory_leak", memory_leak },
	{ "kill_init", kill_init },
	{ "fail_allocation", fail_allocation },
	{ NULL, NULL },
};
