#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Proves with a real Maven build that Surefire takes notice of kverdict's tests: it drops the
# results of an engine whose tests it cannot place, failures included, and the build is green.
#
# Usage: surefire-proof.sh        (needs the jars: mvn package)
set -eu

junit=$(cd "$(dirname "$0")/../../.." && pwd)
verdicts=$junit/src/test/verdicts
build=$junit/target/surefire-proof
reports=$build/surefire-reports
log=$build/maven.log
failed=0

# build GOAL ARGUMENT...: Maven's exit status is $status, what it prints is in $log.
build()
{
	goal=$1
	shift
	rm -rf "$reports"
	status=0
	mvn -o -B -ntp -f "$junit/src/it/surefire/pom.xml" "$goal" "$@" </dev/null >"$log" 2>&1 || status=$?
}

say()
{
	if [ "$1" = ok ]; then
		echo "ok      $2"
	else
		echo "FAILED  $2"
		failed=1
	fi
}

# want_status NAME 0|1
want_status()
{
	if [ "$2" = "$status" ]; then
		say ok "$1: Maven exits with $status"
	else
		say no "$1: Maven exits with $status, want $2"
		tail -n 40 "$log"
	fi
}

# want_text NAME FILE TEXT
want_text()
{
	if [ ! -f "$2" ]; then
		say no "$1: there is no $2"
	elif grep -qF -e "$3" "$2"; then
		say ok "$1: $3"
	else
		say no "$1: \"$3\" is not in $2"
		tail -n 40 "$2"
	fi
}

mkdir -p "$build"

# The base fails where the series is expected to fix it.
build test "-Dkverdict.replay=$verdicts/fixed"
want_status fixed 0
want_text fixed "$log" 'Tests run: 15, Failures: 0, Errors: 0, Skipped: 4'
want_text fixed "$reports/TEST-sample.base.xml" \
	'<testcase name="demo/mmap.second_mapping_shares_pages" classname="sample.base"'
want_text fixed "$reports/TEST-sample.base.xml" 'crashed (SIGBUS)'
want_text fixed "$reports/TEST-sample.+1.xml" \
	'<testcase name="demo/mmap.second_mapping_shares_pages" classname="sample.+1"'

# matter|what Maven counts|the report|the test in it
while IFS='|' read -r matter count report name; do
	build surefire:test "-Dkverdict.replay=$verdicts/$matter"
	want_status "$matter" 1
	want_text "$matter" "$log" "$count"
	want_text "$matter" "$reports/TEST-$report.xml" "<testcase name=\"$name\""
done <<END
regressed|Failures: 1, Errors: 0|sample.+1|demo/mmap.first_mapping_collects
unmet|Failures: 1, Errors: 0|sample.+1|demo/mmap.second_mapping_shares_pages
not-built|Failures: 1, Errors: 0|sample.+1|builds
not-booted|Failures: 4, Errors: 0|sample.+1|boots
not-applied|Failures: 1, Errors: 0|sample|applies
inconclusive|Failures: 1, Errors: 0|sample|verdict
no-such-verdict|Failures: 0, Errors: 1|sample|runs
END

# An engine that ignores what was selected would run, and fail, here.
build surefire:test "-Dkverdict.replay=$verdicts/regressed" -Dtest=OtherTest
want_status -Dtest=OtherTest 0
want_text -Dtest=OtherTest "$log" 'Tests run: 1, Failures: 0, Errors: 0, Skipped: 0'

exit $failed
