// SPDX-License-Identifier: Apache-2.0
/*
 * PID 1 of a guest: announces the programs in /suites, waits to be told which of their
 * cases to run, runs them in the order told, and powers off, whatever happens on the
 * way. Without a work port, as when somebody boots the guest by hand, it runs all of
 * them. Troubles are told on the console; that results are missing tells the harness
 * of them, too.
 *
 * While it waits the harness may save the machine's state, and go on from that state
 * many times: what must differ between machines (time, random numbers, name) comes
 * with the work.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SUITES		"/suites"
#define PORTS		"/sys/class/virtio-ports"
#define RESULTS_PORT	"org.kverdict.results"
#define WORK_PORT	"org.kverdict.work"
#define PORT_WAIT_MS	10000
#define PORT_POLL_MS	5
#define RECEIPT_WAIT_MS	10000
#define KILL_MS		5000
#define KILL_POLL_MS	10
#define TIMEOUT_OPTION	"kverdict.timeout="
#define PROTOCOL_VERSION	2
/* Twice as many words as a runner has cases, for each has an option before it. */
#define MAX_ARGUMENTS	2100
#define MAX_SUITES	64
#define ENTROPY_SIZE	64

/* Of linux/random.h, which musl does not bring. */
#define RNDADDENTROPY	_IOW('R', 3, int[2])
#define RNDRESEEDCRNG	_IO('R', 7)

/* A program to run, and its arguments: none for all of its cases. */
struct suite {
	char *name;
	char *arguments[MAX_ARGUMENTS];
	int count;
};

static struct suite work[MAX_SUITES];
static int work_count;
/* To which the cases belong that come next; NULL if it was refused. */
static struct suite *taking;
static char guest[64] = "by-hand";

static void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fputs("kverdict: init: ", stderr);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	va_end(args);
}

static void mount_one(const char *type, const char *target, unsigned long flags)
{
	mkdir(target, 0755);
	if (!mount(type, target, type, flags, NULL))
		return;
	/* The kernel may have mounted it itself, and debugfs may not be built in. */
	if (errno != EBUSY && !(errno == ENODEV && !strcmp(type, "debugfs")))
		say("cannot mount %s on %s: %s", type, target, strerror(errno));
}

/* An initramfs without /dev/console starts its init without a single open file. */
static void open_console(void)
{
	int fd;

	if (fcntl(STDERR_FILENO, F_GETFD) >= 0)
		return;
	fd = open("/dev/console", O_RDWR);
	if (fd < 0)
		return;
	for (int i = 0; i <= STDERR_FILENO; i++)
		dup2(fd, i);
	if (fd > STDERR_FILENO)
		close(fd);
}

static void mount_all(void)
{
	mount_one("devtmpfs", "/dev", MS_NOSUID);
	open_console();
	mount_one("proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC);
	mount_one("sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC);
	mount_one("tmpfs", "/tmp", MS_NOSUID | MS_NODEV);
	mount_one("debugfs", "/sys/kernel/debug", MS_NOSUID | MS_NODEV | MS_NOEXEC);
}

static bool read_line(const char *path, char *line, size_t size)
{
	ssize_t length;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	length = read(fd, line, size - 1);
	close(fd);
	if (length < 0)
		return false;
	line[length] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return true;
}

static int open_port_once(const char *wanted, int mode)
{
	DIR *ports = opendir(PORTS);
	struct dirent *entry;
	int fd = -1;

	if (!ports)
		return -1;
	while (fd < 0 && (entry = readdir(ports))) {
		char path[512], name[64];

		snprintf(path, sizeof(path), PORTS "/%s/name", entry->d_name);
		if (!read_line(path, name, sizeof(name)) || strcmp(name, wanted))
			continue;
		snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
		fd = open(path, mode);
	}
	closedir(ports);
	return fd;
}

/* The driver is told the ports' names by the device, after it has found the ports. */
static int open_port(const char *wanted, int mode)
{
	const struct timespec pause = { 0, PORT_POLL_MS * 1000000L };
	int fd = open_port_once(wanted, mode);

	for (int waited = 0; fd < 0 && waited < PORT_WAIT_MS; waited += PORT_POLL_MS) {
		nanosleep(&pause, NULL);
		fd = open_port_once(wanted, mode);
	}
	return fd;
}

/* The kernel keeps options with a dot in them for modules: init has to look itself. */
static void pass_timeout_on(void)
{
	char line[4096], *option;

	if (!read_line("/proc/cmdline", line, sizeof(line)))
		return;
	option = strtok(line, " ");
	for (; option; option = strtok(NULL, " ")) {
		if (!strncmp(option, TIMEOUT_OPTION, strlen(TIMEOUT_OPTION)))
			setenv("KVERDICT_TIMEOUT", option + strlen(TIMEOUT_OPTION), 1);
	}
}

static void set_environment(int results)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", results);
	clearenv();
	setenv("PATH", "/bin:/sbin:/usr/bin:/usr/sbin", 1);
	setenv("HOME", "/", 1);
	setenv("KVERDICT_RESULTS_FD", number, 1);
	setenv("KVERDICT_KMSG", "/dev/kmsg", 1);
	/* Nobody else lives here: the runner may kill all that moves. */
	setenv("KVERDICT_OWN_MACHINE", "1", 1);
	pass_timeout_on();
}

/* Waits for one process and buries whatever else ends meanwhile. */
static int wait_for(pid_t pid)
{
	int status;
	pid_t ended;

	do {
		ended = wait(&status);
	} while (ended != pid && (ended > 0 || errno == EINTR));
	return ended == pid ? status : -1;
}

/*
 * A process that hangs in the kernel cannot be killed: the suites after this one have
 * to live with it, and the power-off must come.
 */
static void bury_all(const char *path)
{
	const struct timespec pause = { 0, KILL_POLL_MS * 1000000L };
	int waited = 0;
	pid_t ended;

	do {
		ended = waitpid(-1, NULL, WNOHANG);
		if (!ended) {
			nanosleep(&pause, NULL);
			waited += KILL_POLL_MS;
		}
	} while (ended >= 0 && waited < KILL_MS);
	if (!ended)
		say("a process of %s survives SIGKILL", path);
}

static void run_program(const char *name, char *const *arguments, int count)
{
	static char *argv[MAX_ARGUMENTS + 2];
	char path[512];
	int status;
	pid_t pid;

	snprintf(path, sizeof(path), SUITES "/%s", name);
	pid = fork();
	if (pid < 0) {
		say("cannot start %s: %s", path, strerror(errno));
		return;
	}
	if (!pid) {
		setsid();
		argv[0] = path;
		memcpy(argv + 1, arguments, count * sizeof(*arguments));
		execv(path, argv);
		say("cannot execute %s: %s", path, strerror(errno));
		_exit(127);
	}
	status = wait_for(pid);
	if (WIFSIGNALED(status))
		say("%s was killed by signal %d", path, WTERMSIG(status));
	else if (WEXITSTATUS(status) == 2 || WEXITSTATUS(status) == 3)
		say("%s ended early, with status %d", path, WEXITSTATUS(status));

	/* No suite starts among another one's processes. */
	kill(-1, SIGKILL);
	bury_all(path);
}

static int is_executable(const struct dirent *entry)
{
	struct stat status;
	char path[512];

	snprintf(path, sizeof(path), SUITES "/%s", entry->d_name);
	return !stat(path, &status) && S_ISREG(status.st_mode) && !access(path, X_OK);
}

/* Every suite, with all of its cases. */
static void find_suites(void)
{
	struct dirent **suites;
	int count = scandir(SUITES, &suites, is_executable, alphasort);

	if (count < 0)
		say("cannot read " SUITES ": %s", strerror(errno));
	else if (!count)
		say("nothing to run in " SUITES);
	for (int i = 0; i < count && work_count < MAX_SUITES; i++)
		work[work_count++].name = suites[i]->d_name;
}

/* So that the harness knows every case before any of them can harm the kernel. */
static void announce_suites(void)
{
	char *arguments[] = { "--announce" };

	for (int i = 0; i < work_count; i++)
		run_program(work[i].name, arguments, 1);
}

static void run_suites(void)
{
	for (int i = 0; i < work_count; i++)
		run_program(work[i].name, work[i].arguments, work[i].count);
}

static void send(int results, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void send(int results, const char *fmt, ...)
{
	char line[256];
	va_list args;
	int length;

	/* A case that got hold of the port may have told it not to wait. */
	fcntl(results, F_SETFL, fcntl(results, F_GETFL) & ~O_NONBLOCK);
	va_start(args, fmt);
	length = vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	if (write(results, line, length) != length)
		say("cannot write results: %s", strerror(errno));
}

static void set_time(const char *text)
{
	struct timespec now = { 0 };

	if (sscanf(text, "%lld.%9ld", (long long *)&now.tv_sec, &now.tv_nsec) != 2 ||
	    clock_settime(CLOCK_REALTIME, &now))
		say("cannot set the time to %s: %s", text, strerror(errno));
}

/* Two machines that go on from one state would otherwise draw the same numbers. */
static void add_entropy(const char *hex)
{
	struct {
		int bits, bytes;
		unsigned char buffer[ENTROPY_SIZE];
	} pool = { ENTROPY_SIZE * 8, ENTROPY_SIZE, { 0 } };
	int fd = open("/dev/urandom", O_WRONLY | O_CLOEXEC);

	for (int i = 0; i < ENTROPY_SIZE; i++) {
		if (sscanf(hex + 2 * i, "%2hhx", &pool.buffer[i]) != 1) {
			say("bad entropy");
			break;
		}
	}
	/* The second makes the kernel draw from the pool now, not in minutes. */
	if (fd < 0 || ioctl(fd, RNDADDENTROPY, &pool) || ioctl(fd, RNDRESEEDCRNG))
		say("cannot renew the random numbers: %s", strerror(errno));
	close(fd);
}

static void add_suite(char *name)
{
	taking = work_count < MAX_SUITES ? &work[work_count++] : NULL;
	if (taking)
		taking->name = name;
	else
		say("too much work: suite %s", name);
}

static void add_word(char *word)
{
	if (taking && taking->count + 1 < MAX_ARGUMENTS) {
		taking->arguments[taking->count++] = "--case";
		taking->arguments[taking->count++] = word;
	} else {
		say("too much work: %s", word);
	}
}

/* A line of work, as PROTOCOL.md has it; false after the last one. */
static bool take_work(char *line)
{
	char *value = strchr(line, ' ');

	if (!strcmp(line, "end"))
		return false;
	if (value)
		*value++ = '\0';
	if (!value)
		say("work not understood: %s", line);
	else if (!strcmp(line, "guest"))
		snprintf(guest, sizeof(guest), "%s", value);
	else if (!strcmp(line, "time"))
		set_time(value);
	else if (!strcmp(line, "entropy"))
		add_entropy(value);
	else if (!strcmp(line, "suite"))
		add_suite(strdup(value));
	else if (!strcmp(line, "case"))
		add_word(strdup(value));
	else
		say("work not understood: %s %s", line, value);
	return true;
}

/* Waits here, perhaps for longer than one machine lives. */
static void wait_for_work(FILE *port)
{
	static char line[1024];
	int announced = work_count;

	work_count = 0;
	while (fgets(line, sizeof(line), port)) {
		line[strcspn(line, "\n")] = '\0';
		if (!take_work(line))
			break;
	}
	if (ferror(port))
		say("cannot read " WORK_PORT ": %s", strerror(errno));
	if (!work_count && announced)
		find_suites();
	sethostname(guest, strlen(guest));
}

/* What a case has used up must not be init's or the runner's end; cases take it back. */
static void refuse_to_be_killed_for_memory(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, "-1000", 5) != 5)
		say("cannot set oom_score_adj: %s", strerror(errno));
	close(fd);
}

/*
 * What was written to a port may still be on its way, and what is on its way when the
 * machine ends is lost: the harness says when it has got the last of it.
 */
static void wait_for_receipt(FILE *port)
{
	struct pollfd fd = { .fd = fileno(port), .events = POLLIN };
	char line[16];

	if (poll(&fd, 1, RECEIPT_WAIT_MS) != 1 || !fgets(line, sizeof(line), port))
		say("nobody has confirmed the results");
}

static void power_off(void)
{
	sync();
	reboot(RB_POWER_OFF);
	say("cannot power off: %s", strerror(errno));
	/* If init ends, the kernel panics: better than to hang. */
	_exit(1);
}

int main(void)
{
	int results, work_fd;
	FILE *port;

	/* By hand, on a machine in use, it would end that machine. */
	if (getpid() != 1) {
		say("runs as PID 1 only");
		return 2;
	}
	mount_all();
	refuse_to_be_killed_for_memory();
	results = open_port(RESULTS_PORT, O_WRONLY);
	if (results < 0) {
		say("no virtio port " RESULTS_PORT " after %d s", PORT_WAIT_MS / 1000);
		power_off();
	}
	/* All ports are named at once: where this one is not there by now, it never will be. */
	work_fd = open_port_once(WORK_PORT, O_RDONLY | O_CLOEXEC);
	port = work_fd < 0 ? NULL : fdopen(work_fd, "r");
	set_environment(results);
	find_suites();
	announce_suites();
	send(results, "{\"event\":\"ready\",\"protocol\":%d,\"suites\":%d}\n", PROTOCOL_VERSION,
	     work_count);
	if (port)
		wait_for_work(port);
	send(results, "{\"event\":\"begin\",\"guest\":\"%s\"}\n", guest);
	run_suites();
	send(results, "{\"event\":\"done\",\"suites\":%d}\n", work_count);
	if (port)
		wait_for_receipt(port);
	power_off();
}
