// SPDX-License-Identifier: Apache-2.0
/*
 * PID 1 of a guest that lies to the harness, for the harness's tests. What it does
 * is named on the kernel's command line, liar=NAME. With liar=ask it is honest until
 * it has its work, and the first suite that it is to run is the name: many lies can
 * be told from one saved state.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The first two ports, in the order of QEMU's arguments. */
#define RESULTS		"/dev/vport0p1"
#define WORK		"/dev/vport0p2"
#define PORT_WAIT_MS	10000
#define MIB		((size_t)1 << 20)

#define ONE		"zoo/liar.one"
#define TWO		"zoo/liar.two"
#define PLAN		"{\"event\":\"plan\",\"protocol\":2,\"suite\":\"zoo\"," \
			"\"cases\":[\"" ONE "\",\"" TWO "\"]}\n"
#define START(name)	"{\"event\":\"start\",\"case\":\"" name "\"}\n"
#define END(name, rest)	"{\"event\":\"end\",\"case\":\"" name "\"," rest "}\n"
#define PASS(name)	END(name, "\"outcome\":\"pass\",\"ms\":1")
#define FAIL(name)	END(name, "\"outcome\":\"fail\",\"ms\":1")
#define RUN(name)	START(name) PASS(name)
#define DONE		"{\"event\":\"done\",\"suites\":1}\n"
#define READY		"{\"event\":\"ready\",\"protocol\":2,\"suites\":1}\n"

static int results = -1;
static FILE *work;
static char line[1024];
static char guest[sizeof(line)] = "nobody";

static void power_off(int how) __attribute__((noreturn));

static void power_off(int how)
{
	reboot(how);
	_exit(1);
}

static void silence(void) __attribute__((noreturn));

static void silence(void)
{
	for (;;)
		pause();
}

static void send(const char *text)
{
	if (write(results, text, strlen(text)) < 0)
		perror("liar: results");
}

static void flood(const char *bytes, size_t total)
{
	static char block[32768];
	size_t count = strlen(bytes), filled = 0;

	while (filled + count <= sizeof(block)) {
		memcpy(block + filled, bytes, count);
		filled += count;
	}
	for (size_t done = 0; done < total; done += filled) {
		if (write(results, block, filled) < 0)
			return;
	}
}

/* For lies that are all in what is said; each ends with an orderly power-off. */
static const struct {
	const char *name;
	const char *text;
} texts[] = {
	{ "honest", PLAN RUN(ONE) RUN(TWO) DONE },
	{ "invalid-utf8", PLAN RUN(ONE) START(TWO)
		END(TWO, "\"outcome\":\"fail\",\"ms\":1,\"message\":\"\xff\xc0\x80\xed\xa0\x80\"")
		DONE },
	{ "invalid-utf8-name", PLAN START("zoo/liar.\xff") PASS("zoo/liar.\xff") RUN(ONE) RUN(TWO)
		DONE },
	{ "invalid-json", PLAN RUN(ONE) START(TWO)
		"{\"event\":\"end\",\"case\":\"" TWO "\",\"outcome\":pass}\n" DONE },
	{ "two-values", PLAN RUN(ONE) START(TWO)
		END(TWO, "\"outcome\":\"fail\",\"outcome\":\"pass\"") DONE },
	{ "truncated", PLAN RUN(ONE) START(TWO) "{\"event\":\"end\",\"case\":\"" TWO "\",\"out" },
	{ "no-done", PLAN RUN(ONE) RUN(TWO) },
	{ "end-before-start", PLAN PASS(ONE) START(ONE) RUN(TWO) DONE },
	{ "starts-overlap", PLAN START(ONE) START(TWO) PASS(ONE) PASS(TWO) DONE },
	{ "cases-without-a-plan", RUN(ONE) RUN(TWO) PLAN DONE },
	{ "end-twice", PLAN START(ONE) FAIL(ONE) PASS(ONE) RUN(TWO) DONE },
	{ "plan-twice", PLAN RUN(ONE) PLAN RUN(ONE) RUN(TWO) DONE },
	{ "unknown-version", "{\"event\":\"plan\",\"protocol\":3,\"suite\":\"zoo\",\"cases\":[\""
		ONE "\",\"" TWO "\"]}\n" RUN(ONE) RUN(TWO) DONE },
	{ "unknown-outcome", PLAN START(ONE) END(ONE, "\"outcome\":\"splendid\"") RUN(TWO) DONE },
	{ "says-lost", PLAN START(ONE) END(ONE, "\"outcome\":\"lost\"") RUN(TWO) DONE },
	{ "done-first", PLAN DONE RUN(ONE) RUN(TWO) },
	{ "done-only", DONE },
	{ "too-many-suites", PLAN RUN(ONE) RUN(TWO) "{\"event\":\"done\",\"suites\":-1}\n" },
	{ "numbers", PLAN
		"{\"event\":\"start\",\"case\":\"" ONE "\",\"timeout\":-1}\n"
		END(ONE, "\"outcome\":\"pass\",\"ms\":-9223372036854775809")
		"{\"event\":\"start\",\"case\":\"" TWO "\",\"timeout\":1e308}\n"
		END(TWO, "\"outcome\":\"pass\",\"ms\":1e400") DONE },
	{ "types", "[]\n7\nnull\n\"done\"\n{\"event\":{\"event\":\"done\"}}\n{\"event\":null}\n"
		"{\"event\":\"plan\",\"protocol\":2,\"suite\":[],\"cases\":{\"" ONE "\":{}}}\n"
		PLAN RUN(ONE) START(TWO) END(TWO, "\"outcome\":[\"pass\"]") DONE },
	{ "names", "{\"event\":\"plan\",\"protocol\":2,\"suite\":\"zoo\",\"cases\":[\"" ONE "\","
		"\"" TWO "\",\"end\",\"\",\"zoo/a b.c\",\"zoo/a.b\\nend\",\"../../etc.passwd\","
		"\"zoo/\\u001b[2J.c\"]}\n" RUN(ONE) RUN(TWO) DONE },
};

static void send_case(const char *format, int number)
{
	char event[256];

	snprintf(event, sizeof(event), format, number);
	send(event);
}

/* A hundred thousand names, in as many lines as that takes. */
static void send_names(const char *event)
{
	static char names[32768];

	for (int i = 0; i < 100000; i += 1000) {
		int length = snprintf(names, sizeof(names), "{\"event\":\"%s\",\"protocol\":2,"
				      "\"suite\":\"zoo\",\"cases\":[", event);

		for (int j = i; j < i + 1000; j++)
			length += snprintf(names + length, sizeof(names) - length,
					   "\"zoo/many.n%d\"%s", j, j == i + 999 ? "]}\n" : ",");
		send(names);
	}
}

/* What is on its way when the machine ends is lost. */
static void wait_for_receipt(void)
{
	struct pollfd fd = { .fd = fileno(work), .events = POLLIN };

	poll(&fd, 1, PORT_WAIT_MS);
}

static void run_many(void)
{
	send_names("plan");
	/* Few of them: it is the list that is long. */
	for (int i = 0; i < 1000; i++) {
		send_case(START("zoo/many.n%d"), i);
		send_case(PASS("zoo/many.n%d"), i);
	}
	send(DONE);
	wait_for_receipt();
}

static void lie(const char *name)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (strcmp(name, texts[i].name))
			continue;
		send(texts[i].text);
		if (strstr(texts[i].text, "\"done\""))
			wait_for_receipt();
		power_off(RB_POWER_OFF);
	}
	if (!strcmp(name, "long-line")) {
		send(PLAN RUN(ONE) START(TWO));
		flood("x", 100 * MIB);
		send("\n" PASS(TWO) DONE);
		wait_for_receipt();
	} else if (!strcmp(name, "flood")) {
		send(PLAN RUN(ONE) START(TWO));
		flood("{\"event\":\"noise\"}\n", 8 * MIB);
		send(PASS(TWO) DONE);
		wait_for_receipt();
	} else if (!strcmp(name, "flood-for-ever")) {
		send(PLAN RUN(ONE) START(TWO));
		flood("{\"event\":\"noise\"}\n", (size_t)-1 / 2);
	} else if (!strcmp(name, "deep")) {
		send(PLAN RUN(ONE) START(TWO));
		flood("[", 60000);
		send("\n" PASS(TWO) DONE);
		wait_for_receipt();
	} else if (!strcmp(name, "panic-and-flood")) {
		int console = open("/dev/ttyS0", O_WRONLY | O_NOCTTY);

		send(PLAN RUN(ONE) START(TWO));
		dprintf(console, "Kernel panic - not syncing: said a liar\n");
		flood("{\"event\":\"noise\"}\n", (size_t)-1 / 2);
	} else if (!strcmp(name, "many-cases")) {
		run_many();
	} else if (!strcmp(name, "silence")) {
		send(PLAN RUN(ONE));
		silence();
	} else if (!strcmp(name, "done-and-stay")) {
		send(PLAN RUN(ONE) RUN(TWO) DONE);
		silence();
	} else if (!strcmp(name, "reboot")) {
		send(PLAN RUN(ONE) START(TWO));
		power_off(RB_AUTOBOOT);
	} else if (!strcmp(name, "exit")) {
		send(PLAN RUN(ONE) START(TWO));
		_exit(7);
	} else {
		fprintf(stderr, "liar: cannot lie like %s\n", name);
	}
	power_off(RB_POWER_OFF);
}

static void take_work(char *first)
{
	work = fopen(WORK, "r");
	while (work && fgets(line, sizeof(line), work) && strcmp(line, "end\n")) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "guest ", 6))
			strcpy(guest, line + 6);
		if (!strncmp(line, "suite ", 6) && !*first)
			strcpy(first, line + 6);
	}
}

static void begin(void)
{
	send("{\"event\":\"begin\",\"guest\":\"");
	send(guest);
	send("\"}\n");
}

static void open_results(void)
{
	const struct timespec pause = { 0, 5000000 };

	for (int waited = 0; results < 0 && waited < PORT_WAIT_MS; waited += 5) {
		results = open(RESULTS, O_WRONLY);
		if (results < 0)
			nanosleep(&pause, NULL);
	}
}

static void read_name(char *name, size_t size)
{
	char words[4096] = "", *option;
	int fd = open("/proc/cmdline", O_RDONLY);
	ssize_t length = read(fd, words, sizeof(words) - 1);

	words[length < 0 ? 0 : length] = '\0';
	for (option = strtok(words, " \n"); option; option = strtok(NULL, " \n")) {
		if (!strncmp(option, "liar=", 5))
			snprintf(name, size, "%s", option + 5);
	}
	close(fd);
}

int main(void)
{
	static char name[sizeof(line)] = "ask", first[sizeof(line)];

	if (getpid() != 1) {
		fprintf(stderr, "liar: runs as PID 1 only\n");
		return 2;
	}
	mount("devtmpfs", "/dev", "devtmpfs", 0, NULL);
	mount("proc", "/proc", "proc", 0, NULL);
	read_name(name, sizeof(name));
	if (!strcmp(name, "never-opens-the-port"))
		silence();
	open_results();
	if (!strcmp(name, "never-ready"))
		silence();
	if (!strcmp(name, "announces-many"))
		send_names("suite");
	send(READY);
	if (!strcmp(name, "never-takes-its-work") || !strcmp(name, "announces-many"))
		silence();
	take_work(first);
	begin();
	lie(strcmp(name, "ask") ? name : first);
}
