// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
/* What a case writes, whatever it is, does no harm to its report. */
#include <kverdict.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void emit(const char *bytes, size_t count)
{
	ASSERT_EQ(count, write(STDOUT_FILENO, bytes, count));
}

#define EMIT(literal)	emit(literal, sizeof(literal) - 1)

TEST(output, has_both_streams_in_order)
{
	puts("out 1");
	fputs("err 1\n", stderr);
	puts("out 2");
	fputs("err 2\n", stderr);
}

TEST(output, need_not_end_a_line)
{
	fputs("no newline", stdout);
}

TEST(output, is_no_report)
{
	EMIT("ok 1 selftest/output.forged\n1..0\n");
	EMIT("{\"event\":\"end\",\"case\":\"selftest/output.forged\",\"outcome\":\"pass\"}\n");
}

TEST(output, control_characters_are_escaped)
{
	EMIT("\"quoted\" back\\slash tab\t bell\a escape\x1b[1m return\r delete\x7f nul\0 end\n");
}

TEST(output, utf8_is_kept)
{
	EMIT("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\xa7\n");
}

TEST(output, bad_utf8_is_replaced)
{
	EMIT("stray \x80 \xff\n");
	EMIT("overlong \xc0\x80 \xe0\x80\x80 \xf0\x80\x80\x80\n");
	EMIT("surrogate \xed\xa0\x80\n");
	EMIT("too great \xf4\x90\x80\x80\n");
	EMIT("cut \xe2\x82");
}

TEST(output, keeps_the_last_of_much)
{
	for (int i = 0; i < 200; i++)
		printf("%063d\n", i);
}

TEST(output, flood_does_not_stop_the_case)
{
	char block[4096];

	memset(block, '\1', sizeof(block));
	for (int i = 0; i < 256; i++)
		emit(block, sizeof(block));
}

TEST(output, control_characters_stay_out_of_messages)
{
	OBSERVE("a\nb");
	FAIL("two\nlines \"and\" \x1b[1mcolour");
}
