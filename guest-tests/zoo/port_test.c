// SPDX-License-Identifier: Apache-2.0
/* Cases that write where only the kernel and the runner should. */
#define _GNU_SOURCE
#include "zoo.h"

#include <kverdict.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FOR_EVER	((size_t)-1 / 2)
#define MIB		((size_t)1 << 20)
#define PANIC		"[    9.000000][    T9] Kernel panic - not syncing: said a program\n"

#define END(case, outcome) \
	"{\"event\":\"end\",\"case\":\"zoo/" case "\",\"outcome\":\"" outcome "\",\"ms\":1}\n"
#define START(case)	"{\"event\":\"start\",\"case\":\"zoo/" case "\"}\n"

static int open_or_skip(const char *path)
{
	int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		SKIP("no %s", path);
	return fd;
}

TEST_TIMEOUT(console, is_flooded, 2)
{
	zoo_flood(open_or_skip("/dev/ttyS0"), "all work and no play\r\n", 22, FOR_EVER);
}

TEST_TIMEOUT(console, is_flooded_through_the_kernel, 2)
{
	int unlimited = open_or_skip("/proc/sys/kernel/printk_devkmsg");
	int fd = open_or_skip("/dev/kmsg");

	ASSERT_OK(write(unlimited, "on\n", 3));
	for (;;)
		ASSERT_OK(write(fd, "<0>all work and no play\n", 24));
}

TEST_TIMEOUT(console, tells_of_a_panic, 2)
{
	zoo_send(open_or_skip("/dev/ttyS0"), PANIC);
}

TEST_TIMEOUT(console, is_torn, 2)
{
	zoo_send(open_or_skip("/dev/ttyS0"), "\033[2J\033c\xff\xfe\001 no end of line");
}

TEST_TIMEOUT(results, are_its_own, 2)
{
	zoo_send(zoo_steal_port(), END("results.are_its_own", "pass"));
	FAIL("which it is not to hide");
}

TEST_TIMEOUT(results, are_those_of_a_neighbour, 2)
{
	int port = zoo_steal_port();

	zoo_send(port, END("results.are_those_of_a_neighbour", "pass"));
	zoo_send(port, START("quiet.fails"));
	zoo_send(port, END("quiet.fails", "pass"));
}

TEST_TIMEOUT(results, of_an_earlier_case_change, 2)
{
	zoo_send(zoo_steal_port(), END("quiet.passes", "fail"));
}

TEST_TIMEOUT(results, are_done, 2)
{
	zoo_send(zoo_steal_port(), "{\"event\":\"done\",\"suites\":1}\n");
}

TEST_TIMEOUT(results, begin_again, 2)
{
	zoo_send(zoo_steal_port(), "{\"event\":\"begin\",\"guest\":\"another\"}\n");
}

TEST_TIMEOUT(results, are_flooded, 2)
{
	zoo_flood(zoo_steal_port(), "{\"event\":\"noise\"}\n", 18, FOR_EVER);
}

/* And the runner's event stands at the end of it. */
TEST_TIMEOUT(results, are_behind_a_long_line, 10)
{
	zoo_flood(zoo_steal_port(), "x", 1, 100 * MIB);
}

/* It is the runner's open file as well: its next write may not wait any more. */
TEST_TIMEOUT(results, port_does_not_wait, 2)
{
	int port = zoo_steal_port();

	ASSERT_OK(fcntl(port, F_SETFL, O_NONBLOCK));
	zoo_flood(port, "{\"event\":\"noise\"}\n", 18, FOR_EVER);
}
