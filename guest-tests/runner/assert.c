// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* The case's side: assertions, and what else a case says about itself. */
#include "runner.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct kv_record *record;

/*
 * Only faults count that the kernel has raised, not a kv_join() that passes on what
 * has killed a child. Returning would run into the fault again; what was sent by
 * kill() has to be sent again.
 */
static void note_fault(int signal, siginfo_t *info, void *context)
{
	int none = 0;

	(void)context;
	if (info->si_code > 0 &&
	    atomic_compare_exchange_strong(&record->fault_signal, &none, signal)) {
		record->fault_pid = getpid();
		record->fault_address = info->si_addr;
	}
	raise(signal);
}

void kv_enter_case(struct kv_record *shared)
{
	static const int faults[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL };
	struct sigaction action = {
		.sa_sigaction = note_fault,
		.sa_flags = SA_SIGINFO | SA_RESETHAND,
	};

	record = shared;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		sigaction(faults[i], &action, NULL);
	/* kv_post() to a dead child must not hide what has killed the child. */
	signal(SIGPIPE, SIG_IGN);
}

void kv_finish_case(void)
{
	if (getpid() != record->pid)
		kv_fail(KV_NOWHERE, "a child has run past the end of the case");
	fflush(NULL);
	atomic_store(&record->finished, true);
	_exit(0);
}

void kv_stop_case(void)
{
	fflush(NULL);
	_exit(1);
}

bool kv_has_failed(void)
{
	return atomic_load(&record->failures);
}

/* A message is one line in every report. */
static void flatten(char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			*text = ' ';
	}
}

static void note_failure(struct kv_site site, const char *fmt, va_list args)
{
	const char *slash = site.file ? strrchr(site.file, '/') : NULL;
	char message[KV_MESSAGE_SIZE];
	int length = 0;

	if (site.file)
		length = snprintf(message, sizeof(message), "%s:%d: ",
				  slash ? slash + 1 : site.file, site.line);
	vsnprintf(message + length, sizeof(message) - length, fmt, args);
	flatten(message);

	fflush(stdout);
	dprintf(STDERR_FILENO, "%s\n", message);
	if (!atomic_exchange(&record->messages, 1))
		memcpy(record->message, message, sizeof(message));
	atomic_fetch_add(&record->failures, 1);
	if (site.fatal)
		kv_stop_case();
}

void kv_fail(struct kv_site site, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	note_failure(site, fmt, args);
	va_end(args);
}

void kv_skip(struct kv_site site, const char *fmt, ...)
{
	va_list args;

	if (getpid() != record->pid)
		kv_fail(site, "only the case itself can skip, not a child of it");
	va_start(args, fmt);
	vsnprintf(record->message, sizeof(record->message), fmt, args);
	va_end(args);
	flatten(record->message);
	atomic_store(&record->skipped, true);
	kv_finish_case();
}

void kv_expect_failure(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(record->expected, sizeof(record->expected), fmt, args);
	va_end(args);
	flatten(record->expected);
	atomic_store(&record->failure_expected, true);
}

void kv_observe(const char *fmt, ...)
{
	size_t length = strlen(record->observed);
	const char *separator = length ? ", " : "";
	char text[KV_OBSERVED_SIZE];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	flatten(text);
	snprintf(record->observed + length, sizeof(record->observed) - length, "%s%s",
		 separator, text);
}

struct kv_value kv_signed(long long value)
{
	return (struct kv_value){ .kind = KV_SIGNED, .s = value };
}

struct kv_value kv_unsigned(unsigned long long value)
{
	return (struct kv_value){ .kind = KV_UNSIGNED, .u = value };
}

struct kv_value kv_pointer(const volatile void *value)
{
	return (struct kv_value){ .kind = KV_POINTER, .u = (unsigned long)value };
}

static bool is_negative(struct kv_value value)
{
	return value.kind == KV_SIGNED && value.s < 0;
}

int kv_compare(struct kv_value left, struct kv_value right)
{
	if (is_negative(left) != is_negative(right))
		return is_negative(left) ? -1 : 1;
	/* With the same sign, two's complement keeps the order. */
	return (left.u > right.u) - (left.u < right.u);
}

/* -1 or MAP_FAILED */
static bool says_error(struct kv_value value)
{
	if (value.kind == KV_POINTER)
		return value.u == (unsigned long)-1;
	return value.u == (unsigned long long)-1;
}

#define VALUE_SIZE	48

static const char *print_value(char *text, struct kv_value value, int error)
{
	if (says_error(value) && value.kind != KV_UNSIGNED)
		snprintf(text, VALUE_SIZE, "-1 (%s)", kv_errno_name(error));
	else if (value.kind == KV_SIGNED)
		snprintf(text, VALUE_SIZE, "%lld", value.s);
	else if (value.kind == KV_UNSIGNED && value.u < 0x10000)
		snprintf(text, VALUE_SIZE, "%llu", value.u);
	else
		snprintf(text, VALUE_SIZE, "%#llx", value.u);
	return text;
}

void kv_check_compared(struct kv_site site, bool holds, const char *left_text, const char *op,
		       const char *right_text, struct kv_value left, struct kv_value right)
{
	char left_value[VALUE_SIZE], right_value[VALUE_SIZE];
	int error = errno;

	if (holds)
		return;
	kv_fail(site, "expected %s %s %s, have %s and %s", left_text, op, right_text,
		print_value(left_value, left, error), print_value(right_value, right, error));
}

void kv_check_true(struct kv_site site, bool holds, const char *text)
{
	if (!holds)
		kv_fail(site, "expected %s", text);
}

void kv_check_string(struct kv_site site, const char *left_text, const char *right_text,
		     const char *left, const char *right)
{
	if (left && right && !strcmp(left, right))
		return;
	kv_fail(site, "expected %s == %s, have \"%s\" and \"%s\"", left_text, right_text,
		left ? left : "(null)", right ? right : "(null)");
}

void kv_check_ok(struct kv_site site, const char *text, struct kv_value result)
{
	if (says_error(result))
		kv_fail(site, "expected %s to succeed, have %s", text, kv_errno_name(errno));
}

void kv_check_errno(struct kv_site site, int expected, const char *text, struct kv_value result)
{
	const char *wanted = kv_errno_name(expected);
	char value[VALUE_SIZE];
	int error = errno;

	if (!says_error(result))
		kv_fail(site, "expected %s to fail with %s, have %s", text, wanted,
			print_value(value, result, 0));
	else if (error != expected)
		kv_fail(site, "expected %s to fail with %s, have %s", text, wanted,
			kv_errno_name(error));
}
