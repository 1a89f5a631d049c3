/* SPDX-License-Identifier: GPL-2.0 */
/* What provokes a fault from user space, or writes what only looks like one. */
#ifndef PROVOKE_H
#define PROVOKE_H

#include <kverdict.h>

struct action {
	const char *name;
	void (*run)(void);
};

/* Ends with an entry without a name. */
extern const struct action user_actions[];

/* Writes it by one write(), as files of the kernel want it. False: errno says why. */
bool write_file(const char *path, const char *text);

#endif /* PROVOKE_H */
