# SPDX-License-Identifier: Apache-2.0
# kverdict: "make demo" runs the main job, "make test" runs all tests.

MVN ?= mvn
MVNFLAGS ?= -B -ntp
PLAN ?= guest-tests/kcov/kcov-mmap.yaml
KILLS ?= 200
AA ?= 100

KVERDICT := harness/bin/kverdict
DIST := harness/cli/target/kverdict.jsa
SOURCES := $(shell find pom.xml .mvn harness/*/pom.xml harness/core/src/main harness/cli/src/main -type f 2>/dev/null)

# What the run before the tests has booted, for tests of the machine alone.
booted = sed -n 's/^ *-$(1) \(.*\) \\$$/\1/p' build/$(2)/qemu.sh

help: ## says what there is
	@echo "kverdict gives a verdict, with evidence, on a kernel patch series."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 21

demo: setup build guest-tests ## builds, boots and compares the kcov series; evidence in build/demo
	$(KVERDICT) run $(PLAN) --out build/demo

test: setup build guest-tests ## runs all tests, on real kernels too
	$(MAKE) -C guest-tests check
	$(KVERDICT) run $(PLAN) --out build/test
	$(KVERDICT) run guest-tests/zoo/zoo.yaml --out build/zoo
	$(MVN) $(MVNFLAGS) -Pkernel verify \
		-Dkverdict.kernel=$$($(call booted,kernel,test/base)) \
		-Dkverdict.initramfs=$$($(call booted,initrd,test/base)) \
		-Dkverdict.zooKernel=$$($(call booted,kernel,zoo/+1))
	harness/junit/src/test/sh/surefire-proof.sh

check: setup-fast guest-tests ## runs the fast tests: no kernel, no QEMU
	$(MAKE) -C guest-tests check
	$(MVN) $(MVNFLAGS) -q verify

bench: setup build guest-tests ## measures speed, and wrong verdicts of 100 A/A runs (about 90 minutes)
	harness/bin/bench build/bench
	harness/bin/bench-chance build/bench $(AA)

kills: setup build guest-tests ## kills 200 runs with -9 at random moments and looks for leftovers (about 40 minutes)
	harness/bin/kills build/kills $(KILLS)

fault-logs: setup build guest-tests ## records what kernels print at a fault, in build/fault-logs (over an hour)
	harness/bin/setup logs
	guest-tests/provoke/record build/fault-logs

doctor: setup-fast build ## says what this host can do
	$(KVERDICT) doctor

setup: ## installs what is missing on Debian, and says why
	@harness/bin/setup all

setup-fast:
	@harness/bin/setup fast

build: $(DIST) ## builds the command line

guest-tests: ## builds the programs that run in the guest
	@$(MAKE) -s -C guest-tests

# A static archive of the classes that start-up loads halves the time of "kverdict --version".
$(DIST): $(SOURCES)
	$(MVN) $(MVNFLAGS) -q -DskipTests -pl harness/core,harness/cli package
	harness/bin/archive-classes $@

format: ## formats the Java sources
	$(MVN) $(MVNFLAGS) -q spotless:apply

clean: ## removes what was built here; the cache stays
	rm -rf build target harness/*/target
	$(MAKE) -s -C guest-tests clean

# The targets of a line go in its order: nothing can be built before setup.
.NOTPARALLEL:
.PHONY: help demo test check bench kills fault-logs doctor setup setup-fast build guest-tests format clean
