# SPDX-License-Identifier: Apache-2.0
# Keeps the last value of each option that Kconfig defines and whose dependency is on.
FILENAME ~ /Kconfig$/ && $1 == "config" { known["CONFIG_" $2] = 1; option = "CONFIG_" $2 }
FILENAME ~ /Kconfig$/ && $1 == "depends" { needs[option] = "CONFIG_" $3 }
FILENAME ~ /\.config$/ && /^CONFIG_/ { split($0, part, "="); value[part[1]] = part[2] }
FILENAME ~ /\.config$/ && /^# CONFIG_.* is not set$/ { delete value[$2] }
END {
	for (option in known) {
		on = option in value && (!(option in needs) || needs[option] in value)
		print on ? option "=" value[option] : "# " option " is not set" | "sort"
	}
}
