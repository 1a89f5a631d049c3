// SPDX-License-Identifier: Apache-2.0
/* Cases that end the machine, or those in charge of it. */
#define _GNU_SOURCE
#include <kverdict.h>

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

TEST_TIMEOUT(machine, is_rebooted, 2)
{
	ASSERT_OK(reboot(RB_AUTOBOOT));
}

TEST_TIMEOUT(machine, is_powered_off, 2)
{
	ASSERT_OK(reboot(RB_POWER_OFF));
}

TEST_TIMEOUT(machine, is_halted, 1)
{
	ASSERT_OK(reboot(RB_HALT_SYSTEM));
}

/* A signal that is sent cannot end init; a fault of its own can. */
TEST_TIMEOUT(init, is_made_to_crash, 2)
{
	struct user_regs_struct registers;

	ASSERT_OK(ptrace(PTRACE_ATTACH, 1, NULL, NULL));
	ASSERT_EQ(1, waitpid(1, NULL, __WALL));
	ASSERT_OK(ptrace(PTRACE_GETREGS, 1, NULL, &registers));
	/* Not a system call any more, or the kernel would start that again. */
	registers.orig_rax = -1;
	registers.rip = 0;
	ASSERT_OK(ptrace(PTRACE_SETREGS, 1, NULL, &registers));
	ASSERT_OK(ptrace(PTRACE_DETACH, 1, NULL, NULL));
	pause();
}

TEST_TIMEOUT(init, is_held, 1)
{
	ASSERT_OK(ptrace(PTRACE_ATTACH, 1, NULL, NULL));
	pause();
}

TEST_TIMEOUT(runner, is_killed, 1)
{
	ASSERT_OK(kill(getppid(), SIGKILL));
	pause();
}

TEST_TIMEOUT(runner, is_stopped, 1)
{
	ASSERT_OK(kill(getppid(), SIGSTOP));
	pause();
}
