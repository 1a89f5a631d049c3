// SPDX-License-Identifier: Apache-2.0
/* A case that leaves the kernel doubtful, among others that do no harm. */
#define _GNU_SOURCE
#include <kverdict.h>

#include <fcntl.h>
#include <unistd.h>

TEST_TIMEOUT(first, passes, 10)
{
	EXPECT_EQ(4, 2 + 2);
}

TEST_TIMEOUT(then, oopses, 10)
{
	int fd = open("/sys/kernel/debug/kverdict-provoke", O_WRONLY | O_CLOEXEC);

	ASSERT_OK(fd);
	ASSERT_OK(write(fd, "null_write", 10));
}

TEST_TIMEOUT(last, fails, 10)
{
	EXPECT_EQ(5, 2 + 2);
}

TEST_TIMEOUT(last, takes_its_time, 10)
{
	usleep(500000);
}
