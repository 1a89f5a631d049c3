// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
#include "json.h"

#include <stdio.h>
#include <string.h>

static void put(struct json *json, const char *text, size_t length)
{
	if (length > json->size - json->length) {
		json->overflow = true;
		return;
	}
	memcpy(json->text + json->length, text, length);
	json->length += length;
}

static void put_text(struct json *json, const char *text)
{
	put(json, text, strlen(text));
}

static bool in_range(unsigned char byte, unsigned char low, unsigned char high)
{
	return low <= byte && byte <= high;
}

/*
 * The length of the well-formed UTF-8 sequence at the start of s, or 0. The bounds
 * of the second byte exclude overlong forms, surrogates and all above U+10FFFF.
 */
static size_t sequence_length(const unsigned char *s, size_t available)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t length;

	if (s[0] < 0x80)
		return 1;
	else if (in_range(s[0], 0xc2, 0xdf))
		length = 2;
	else if (in_range(s[0], 0xe0, 0xef))
		length = 3;
	else if (in_range(s[0], 0xf0, 0xf4))
		length = 4;
	else
		return 0;

	if (s[0] == 0xe0)
		low = 0xa0;
	else if (s[0] == 0xed)
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)
		high = 0x8f;

	if (available < length || !in_range(s[1], low, high))
		return 0;
	for (size_t i = 2; i < length; i++) {
		if (!in_range(s[i], 0x80, 0xbf))
			return 0;
	}
	return length;
}

static void put_control(struct json *json, unsigned char byte)
{
	char escape[8];

	switch (byte) {
	case '\n':
		put_text(json, "\\n");
		break;
	case '\t':
		put_text(json, "\\t");
		break;
	case '\r':
		put_text(json, "\\r");
		break;
	default:
		snprintf(escape, sizeof(escape), "\\u%04x", byte);
		put_text(json, escape);
	}
}

static void put_string(struct json *json, const unsigned char *s, size_t length)
{
	put_text(json, "\"");
	for (size_t i = 0; i < length;) {
		size_t sequence = sequence_length(s + i, length - i);

		if (!sequence) {
			put_text(json, "\xef\xbf\xbd");
			i++;
			continue;
		}
		if (s[i] == '"' || s[i] == '\\') {
			put_text(json, "\\");
			put(json, (const char *)s + i, 1);
		} else if (s[i] < 0x20 || s[i] == 0x7f) {
			put_control(json, s[i]);
		} else {
			put(json, (const char *)s + i, sequence);
		}
		i += sequence;
	}
	put_text(json, "\"");
}

static void put_comma(struct json *json)
{
	if (json->separate)
		put_text(json, ",");
	json->separate = true;
}

static void put_key(struct json *json, const char *key)
{
	put_comma(json);
	put_string(json, (const unsigned char *)key, strlen(key));
	put_text(json, ":");
}

void json_begin(struct json *json, char *text, size_t size)
{
	*json = (struct json){ .text = text, .size = size };
	put_text(json, "{");
}

void json_end(struct json *json)
{
	put_text(json, "}\n");
}

void json_bytes(struct json *json, const char *key, const void *value, size_t length)
{
	put_key(json, key);
	put_string(json, value, length);
}

void json_string(struct json *json, const char *key, const char *value)
{
	json_bytes(json, key, value, strlen(value));
}

void json_number(struct json *json, const char *key, long long value)
{
	char digits[24];

	put_key(json, key);
	snprintf(digits, sizeof(digits), "%lld", value);
	put_text(json, digits);
}

void json_true(struct json *json, const char *key)
{
	put_key(json, key);
	put_text(json, "true");
}

void json_begin_array(struct json *json, const char *key)
{
	put_key(json, key);
	put_text(json, "[");
	json->separate = false;
}

void json_element(struct json *json, const char *value)
{
	put_comma(json);
	put_string(json, (const unsigned char *)value, strlen(value));
}

void json_end_array(struct json *json)
{
	put_text(json, "]");
	json->separate = true;
}
