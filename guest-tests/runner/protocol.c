// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* Results as events for the harness; see PROTOCOL.md. */
#include "json.h"
#include "runner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PROTOCOL_VERSION	2
/* What one write() to a virtio port takes. */
#define LINE_SIZE		32768

int kv_results_fd = -1;

static char line[LINE_SIZE];

/*
 * Without its results a suite is worth nothing, and the missing events tell the
 * harness so: there is no better way to go on.
 */
static void send_line(struct json *json)
{
	ssize_t written;

	json_end(json);
	if (json->overflow) {
		fprintf(stderr, "kverdict: an event is longer than %d bytes\n", LINE_SIZE);
		exit(3);
	}
	do {
		/* Somebody else who has the port open may have told it not to wait. */
		fcntl(kv_results_fd, F_SETFL, fcntl(kv_results_fd, F_GETFL) & ~O_NONBLOCK);
		written = write(kv_results_fd, json->text, json->length);
	} while (written < 0 && (errno == EINTR || errno == EAGAIN));
	if (written != (ssize_t)json->length) {
		perror("kverdict: results");
		exit(3);
	}
}

static void begin_event(struct json *json, const char *event)
{
	json_begin(json, line, sizeof(line));
	json_string(json, "event", event);
}

static void list(const char *event, const char *suite, struct kv_case *const *cases, size_t count)
{
	struct json json;

	begin_event(&json, event);
	json_number(&json, "protocol", PROTOCOL_VERSION);
	json_string(&json, "suite", suite);
	json_begin_array(&json, "cases");
	for (size_t i = 0; i < count; i++)
		json_element(&json, kv_case_name(cases[i]));
	json_end_array(&json);
	send_line(&json);
}

static void announce(const char *suite, struct kv_case *const *cases, size_t count)
{
	list("suite", suite, cases, count);
}

static void plan(const char *suite, struct kv_case *const *cases, size_t count)
{
	list("plan", suite, cases, count);
}

static void start(const char *name, unsigned int seconds)
{
	struct json json;

	begin_event(&json, "start");
	json_string(&json, "case", name);
	/* If the guest hangs in it, the harness knows when to stop waiting. */
	json_number(&json, "timeout", seconds);
	send_line(&json);
}

static void end(const char *name, const struct kv_result *result)
{
	struct json json;

	begin_event(&json, "end");
	json_string(&json, "case", name);
	json_string(&json, "outcome", kv_outcome_name(result->outcome));
	json_number(&json, "ms", result->ms);
	if (result->signal)
		json_string(&json, "signal", kv_signal_name(result->signal));
	if (result->message[0])
		json_string(&json, "message", result->message);
	if (result->observed[0])
		json_string(&json, "observed", result->observed);
	if (result->output_length)
		json_bytes(&json, "output", result->output, result->output_length);
	if (result->truncated)
		json_true(&json, "truncated");
	send_line(&json);
}

/* The harness hears of the end of all suites, from init. */
static void done(void)
{
}

const struct kv_reporter kv_protocol = {
	.announce = announce,
	.plan = plan,
	.start = start,
	.end = end,
	.done = done,
};
