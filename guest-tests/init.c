// SPDX-License-Identifier: Apache-2.0
/*
 * PID 1 of a guest: runs every program in /suites, in the order of their names, and
 * powers off, whatever happens on the way. Troubles are told on the console; that
 * results are missing tells the harness of them, too.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SUITES		"/suites"
#define PORTS		"/sys/class/virtio-ports"
#define PORT_NAME	"org.kverdict.results"
#define PORT_WAIT_MS	10000
#define PORT_POLL_MS	5
#define TIMEOUT_OPTION	"kverdict.timeout="

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

static int open_port_once(void)
{
	DIR *ports = opendir(PORTS);
	struct dirent *entry;
	int fd = -1;

	if (!ports)
		return -1;
	while (fd < 0 && (entry = readdir(ports))) {
		char path[512], name[64];

		snprintf(path, sizeof(path), PORTS "/%s/name", entry->d_name);
		if (!read_line(path, name, sizeof(name)) || strcmp(name, PORT_NAME))
			continue;
		snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
		fd = open(path, O_WRONLY);
	}
	closedir(ports);
	return fd;
}

/* The driver is told the ports' names by the device, after it has found the ports. */
static int open_port(void)
{
	const struct timespec pause = { 0, PORT_POLL_MS * 1000000L };
	int fd = open_port_once();

	for (int waited = 0; fd < 0 && waited < PORT_WAIT_MS; waited += PORT_POLL_MS) {
		nanosleep(&pause, NULL);
		fd = open_port_once();
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

static void run_suite(const char *name)
{
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
		execl(path, path, NULL);
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
	while (wait(&status) > 0)
		;
}

static int is_executable(const struct dirent *entry)
{
	struct stat status;
	char path[512];

	snprintf(path, sizeof(path), SUITES "/%s", entry->d_name);
	return !stat(path, &status) && S_ISREG(status.st_mode) && !access(path, X_OK);
}

static int run_suites(void)
{
	struct dirent **suites;
	int count = scandir(SUITES, &suites, is_executable, alphasort);

	if (count < 0)
		say("cannot read " SUITES ": %s", strerror(errno));
	else if (!count)
		say("nothing to run in " SUITES);
	for (int i = 0; i < count; i++)
		run_suite(suites[i]->d_name);
	return count < 0 ? 0 : count;
}

static void send_done(int results, int suites)
{
	char line[64];
	int length;

	length = snprintf(line, sizeof(line), "{\"event\":\"done\",\"suites\":%d}\n", suites);
	if (write(results, line, length) != length)
		say("cannot write results: %s", strerror(errno));
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
	int results;

	/* By hand, on a machine in use, it would end that machine. */
	if (getpid() != 1) {
		say("runs as PID 1 only");
		return 2;
	}
	mount_all();
	results = open_port();
	if (results < 0) {
		say("no virtio port " PORT_NAME " after %d s", PORT_WAIT_MS / 1000);
	} else {
		set_environment(results);
		send_done(results, run_suites());
	}
	power_off();
}
