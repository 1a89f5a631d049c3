// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* Results as KTAP on stdout, for use by hand and in kselftest. */
#include "runner.h"

#include <stdio.h>

static unsigned int number;
static unsigned int totals[KV_OUTCOMES];

static void plan(const char *suite, struct kv_case *const *cases, size_t count)
{
	(void)suite;
	(void)cases;
	printf("KTAP version 1\n1..%zu\n", count);
	fflush(stdout);
}

static void start(const char *name, unsigned int seconds)
{
	(void)name;
	(void)seconds;
}

/* Whatever a case writes must not look like a result. */
static void print_output(const struct kv_result *result)
{
	bool at_start = true;

	if (result->truncated)
		printf("# [the last %zu bytes of the output]\n", result->output_length);
	for (size_t i = 0; i < result->output_length; i++) {
		unsigned char byte = result->output[i];

		if (at_start)
			fputs("# ", stdout);
		at_start = byte == '\n';
		if (byte == '\n' || byte == '\t' || (byte >= 0x20 && byte < 0x7f))
			putchar(byte);
		else
			printf("\\x%02x", byte);
	}
	if (!at_start)
		putchar('\n');
}

/* A failed assertion's message is part of the output already. */
static void end(const char *name, const struct kv_result *result)
{
	static const struct {
		bool ok;
		const char *directive;
	} verdicts[KV_OUTCOMES] = {
		[KV_PASS] = { true, NULL },
		[KV_FAIL] = { false, NULL },
		[KV_SKIP] = { true, "SKIP" },
		[KV_XFAIL] = { true, "XFAIL" },
		[KV_XPASS] = { false, "XPASS" },
		[KV_CRASHED] = { false, "ERROR" },
		[KV_TIMED_OUT] = { false, "TIMEOUT" },
	};
	const char *directive = verdicts[result->outcome].directive;

	print_output(result);
	if (result->observed[0])
		printf("# observed: %s\n", result->observed);
	printf("%sok %u %s", verdicts[result->outcome].ok ? "" : "not ", ++number, name);
	if (directive)
		printf(" # %s %s", directive, result->message);
	putchar('\n');
	fflush(stdout);
	totals[result->outcome]++;
}

static void done(void)
{
	printf("# Totals:");
	for (int i = 0; i < KV_OUTCOMES; i++)
		printf(" %s:%u", kv_outcome_name(i), totals[i]);
	putchar('\n');
	fflush(stdout);
}

const struct kv_reporter kv_ktap = {
	.plan = plan,
	.start = start,
	.end = end,
	.done = done,
};
