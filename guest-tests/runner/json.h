/* SPDX-License-Identifier: GPL-2.0 OR Apache-2.0 */
/* Writes one JSON object as one line. */
#ifndef KVERDICT_JSON_H
#define KVERDICT_JSON_H

#include <stdbool.h>
#include <stddef.h>

struct json {
	char *text;
	size_t size;
	size_t length;
	bool overflow;		/* the text is cut and must not be sent */
	bool separate;		/* the next member or element needs a comma */
};

void json_begin(struct json *json, char *text, size_t size);
/* Closes the object and ends the line. */
void json_end(struct json *json);
void json_string(struct json *json, const char *key, const char *value);
void json_bytes(struct json *json, const char *key, const void *value, size_t length);
void json_number(struct json *json, const char *key, long long value);
void json_true(struct json *json, const char *key);
void json_begin_array(struct json *json, const char *key);
void json_element(struct json *json, const char *value);
void json_end_array(struct json *json);

#endif /* KVERDICT_JSON_H */
