/* SPDX-License-Identifier: Apache-2.0 */
/* What the hostile cases share: the ways to the kernel and to the runner's port. */
#ifndef ZOO_H
#define ZOO_H

#include <stddef.h>

/* Makes the kernel run into a fault; skips the case where it cannot be asked to. */
void zoo_provoke(const char *fault);

/* The same on every processor at once. */
void zoo_provoke_everywhere(const char *fault);

/* A descriptor of the results port, stolen from the runner. */
int zoo_steal_port(void);

/* Writes a whole line to a port, as the runner does. */
void zoo_send(int port, const char *line);

/* Writes the same bytes again and again, up to this many. */
void zoo_flood(int fd, const char *bytes, size_t count, size_t total);

#endif /* ZOO_H */
