// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
#include "runner.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define NAMED(n)	[n] = #n

static const char *const errors[] = {
	[0] = "0",
	NAMED(EPERM), NAMED(ENOENT), NAMED(ESRCH), NAMED(EINTR), NAMED(EIO), NAMED(ENXIO),
	NAMED(E2BIG), NAMED(ENOEXEC), NAMED(EBADF), NAMED(ECHILD), NAMED(EAGAIN),
	NAMED(ENOMEM), NAMED(EACCES), NAMED(EFAULT), NAMED(ENOTBLK), NAMED(EBUSY),
	NAMED(EEXIST), NAMED(EXDEV), NAMED(ENODEV), NAMED(ENOTDIR), NAMED(EISDIR),
	NAMED(EINVAL), NAMED(ENFILE), NAMED(EMFILE), NAMED(ENOTTY), NAMED(ETXTBSY),
	NAMED(EFBIG), NAMED(ENOSPC), NAMED(ESPIPE), NAMED(EROFS), NAMED(EMLINK),
	NAMED(EPIPE), NAMED(EDOM), NAMED(ERANGE), NAMED(EDEADLK), NAMED(ENAMETOOLONG),
	NAMED(ENOLCK), NAMED(ENOSYS), NAMED(ENOTEMPTY), NAMED(ELOOP), NAMED(ENODATA),
	NAMED(ETIME), NAMED(EPROTO), NAMED(EBADMSG), NAMED(EOVERFLOW), NAMED(EILSEQ),
	NAMED(EUSERS), NAMED(ENOTSOCK), NAMED(EMSGSIZE), NAMED(ENOPROTOOPT),
	NAMED(EPROTONOSUPPORT), NAMED(EOPNOTSUPP), NAMED(EAFNOSUPPORT), NAMED(EADDRINUSE),
	NAMED(ENETDOWN), NAMED(ECONNRESET), NAMED(ENOBUFS), NAMED(ENOTCONN),
	NAMED(ETIMEDOUT), NAMED(ECONNREFUSED), NAMED(EALREADY), NAMED(EINPROGRESS),
	NAMED(ESTALE), NAMED(EDQUOT), NAMED(ECANCELED), NAMED(EKEYREJECTED),
	NAMED(EOWNERDEAD),
};

static const char *const signals[] = {
	NAMED(SIGHUP), NAMED(SIGINT), NAMED(SIGQUIT), NAMED(SIGILL), NAMED(SIGTRAP),
	NAMED(SIGABRT), NAMED(SIGBUS), NAMED(SIGFPE), NAMED(SIGKILL), NAMED(SIGUSR1),
	NAMED(SIGSEGV), NAMED(SIGUSR2), NAMED(SIGPIPE), NAMED(SIGALRM), NAMED(SIGTERM),
	NAMED(SIGCHLD), NAMED(SIGCONT), NAMED(SIGSTOP), NAMED(SIGTSTP), NAMED(SIGTTIN),
	NAMED(SIGTTOU), NAMED(SIGXCPU), NAMED(SIGXFSZ), NAMED(SIGVTALRM), NAMED(SIGPROF),
	NAMED(SIGIO), NAMED(SIGPWR), NAMED(SIGSYS),
};

static const char *const outcomes[KV_OUTCOMES] = {
	[KV_PASS] = "pass",
	[KV_FAIL] = "fail",
	[KV_SKIP] = "skip",
	[KV_XFAIL] = "xfail",
	[KV_XPASS] = "xpass",
	[KV_CRASHED] = "crashed",
	[KV_TIMED_OUT] = "timed-out",
};

const char *kv_errno_name(int error)
{
	static _Thread_local char unnamed[24];

	if (error >= 0 && (size_t)error < ARRAY_SIZE(errors) && errors[error])
		return errors[error];
	snprintf(unnamed, sizeof(unnamed), "errno %d", error);
	return unnamed;
}

const char *kv_signal_name(int signal)
{
	static _Thread_local char unnamed[24];

	if (signal > 0 && (size_t)signal < ARRAY_SIZE(signals) && signals[signal])
		return signals[signal];
	snprintf(unnamed, sizeof(unnamed), "signal %d", signal);
	return unnamed;
}

const char *kv_outcome_name(enum kv_outcome outcome)
{
	return outcomes[outcome];
}
