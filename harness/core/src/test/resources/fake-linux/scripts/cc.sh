# SPDX-License-Identifier: Apache-2.0
# The compiler of the fake tree: cc.sh SOURCE OBJECT
if grep -q DISK_FULL "$1"; then
	echo "$1: fatal error: error writing to $2: No space left on device" >&2
	exit 1
fi
if grep -q SYNTAX_ERROR "$1"; then
	grep -n SYNTAX_ERROR "$1" | sed "s|^\([0-9]*\):.*|$1:\1:2: error: expected ';' before '}' token|" >&2
	exit 1
fi
# A compiler that is killed leaves half an object that is newer than its source.
gate=$(sed -n 's|.*HANG_WHILE \([^ ]*\).*|\1|p' "$1")
if [ -n "$gate" ] && [ -e "$gate" ]; then
	echo half > "$2"
	touch "$gate.reached"
	sleep 600
fi
cp "$1" "$2"
