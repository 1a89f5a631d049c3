#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
#
# Runs the suite of cases that fail, crash and hang on purpose, and compares what the
# runner says about them with what is expected here, as KTAP and as events.
#
# usage: check.sh PROGRAM
# UPDATE=1 in the environment rewrites the expected files instead.

program=$1
here=$(dirname "$0")
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
failures=0

problem()
{
	echo "check: $*" >&2
	failures=$((failures + 1))
}

# Only times differ between two runs; and nobody wants to look at a flood.
normalise()
{
	sed -e 's/"ms":[0-9]*/"ms":0/' \
	    -e 's/\(\\u0001\)\(\\u0001\)*/\1 and so on/' -e 's/\(\\x01\)\(\\x01\)*/\1 and so on/'
}

compare()
{
	normalise <"$scratch/$1" >"$scratch/normal" && mv "$scratch/normal" "$scratch/$1"
	if [ -n "$UPDATE" ]; then
		cp "$scratch/$1" "$here/expected.$1"
	elif ! diff -u "$here/expected.$1" "$scratch/$1" >&2; then
		problem "$1: not as expected"
	fi
}

# expect_exit STATUS COMMAND...
expect_exit()
{
	wanted=$1
	shift
	"$@" >"$scratch/out" 2>&1
	status=$?
	[ $status -eq "$wanted" ] || problem "exit $status instead of $wanted from: $*"
}

# Every straggler holds the pipe that goes to cat: if one survived, cat would wait.
timeout 10 sh -c '"$0" 8>&1 >"$1/ktap" 9>&- | cat' "$program" "$scratch" ||
	problem "KTAP run: something is still running"
timeout 10 sh -c 'KVERDICT_RESULTS_FD=9 KVERDICT_KMSG=$1/kmsg "$0" 8>&1 9>"$1/jsonl" | cat' \
	"$program" "$scratch" >"$scratch/stray" 2>&1 || problem "event run: something is still running"
# The flood, of bytes that take six each: in full, and in one write() to a virtio port.
awk '{ if (length > most) most = length } END { exit !(most >= 6 * 4096 && most < 32768) }' \
	"$scratch/jsonl" || problem "the longest event has not the length it should have"
compare ktap
compare jsonl
[ -s "$scratch/stray" ] && problem "output beside the events: $(head -c 200 "$scratch/stray")"

expect_exit 0 "$program" --case selftest/outcome.passes
expect_exit 0 "$program" --case selftest/outcome.fails_as_expected
expect_exit 1 "$program" --case selftest/outcome.passes --case selftest/outcome.crashes_by_abort
expect_exit 4 "$program" --case selftest/outcome.skips
expect_exit 2 "$program" --case selftest/outcome.nonesuch
expect_exit 2 "$program" --nonesuch
expect_exit 2 "$program" --helper print_arguments
expect_exit 2 env KVERDICT_TIMEOUT=soon "$program"
expect_exit 2 env KVERDICT_RESULTS_FD=77 "$program"

# The environment's time-out stands above the case's own.
expect_exit 0 env KVERDICT_TIMEOUT=1 "$program" --case selftest/outcome.passes
expect_exit 1 env KVERDICT_TIMEOUT=2 "$program" --case selftest/outcome.times_out
grep -q 'still running after 2 s' "$scratch/out" || problem "KVERDICT_TIMEOUT is ignored"

: >"$scratch/kmsg"
expect_exit 0 env KVERDICT_KMSG="$scratch/kmsg" "$program" --case selftest/outcome.passes
[ "$(cat "$scratch/kmsg")" = '<6>kverdict: case selftest/outcome.passes' ] ||
	problem "the kernel log is not told of a case"

planned=$("$program" --list | wc -l)
[ "$(grep -c '^\(not \)\{0,1\}ok ' "$scratch/ktap")" -eq "$planned" ] ||
	problem "not every case has a result"

[ $failures -eq 0 ] && echo "check: $planned cases, as expected"
exit $((failures != 0))
