SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=

# The libraries of Swift go into the program, which then needs no Swift where it runs; and a ping calls through no tables on its way.
# It takes libraries from the system's folders, and none from beside it, where others may be able to put some.
RELEASE = $(SWIFT) build --configuration release --static-swift-stdlib --disable-local-rpath --product etherws

# Sanitizers do not get along with the backtraces of Swift's runtime, nor with each other's objects.
TEST_SANITIZED = SWIFT_BACKTRACE=enable=no LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/leaks.supp:print_suppressions=0 $(SWIFT) test

# Tests that do nothing but compute, on one thread each. A sanitizer makes that slow enough to starve those that wait for something,
# so they run on their own; and where there is one thread there is no race, so ThreadSanitizer need not look at all.
PURE = FrameTests|OffloadingTests|WebSocketTests

# Tests that tie links and switches into knots, or end a program in the middle of its start: what they leave behind is no leak.
TANGLED = SwitchingTests|NodeTests|etherwsTests

SWIFT_FILES = $(shell find Sources Tests Examples Benchmarks Fuzz Package.swift -name .build -prune -o -name '*.swift' -print 2> /dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests build demo soak soak-frames soak-bytes test test-faults test-lengths test-tsan test-asan
.PHONY: mutants autobahn fuzz fuzz-coverage lint structure structure-update format
.PHONY: bench bench-turns bench-websocket bench-idle bench-flood bench-attack bench-departed
.PHONY: examples install clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

setup: ## Install the Debian packages that are missing
	@Scripts/setup.sh

# What the tests need on top of that: tools, proxies, and Python peers.
setup-tests:
	@Scripts/setup.sh tests

build: setup ## Build .build/release/etherws
	@$(RELEASE)
	@Scripts/check-program.sh .build/release/etherws

demo: build ## Join two network namespaces through a tunnel, and watch
	@Scripts/demo.sh

# With a sanitizer the program is built apart.
soak: setup-tests ## Half an hour of a hundred clients that come, flood, idle and go (MINUTES=30 CLIENTS=100 SANITIZE=address)
	@$(RELEASE) $(if $(SANITIZER),--sanitize=$(SANITIZER) --scratch-path $(SOAK_BUILD))
	@ETHERWS=$(SOAK_BUILD)/release/etherws python3 -B Scripts/soak/soak.py

SANITIZER = $(filter address thread,$(SANITIZE))
SOAK_BUILD = .build$(if $(SANITIZER),/soak-$(SANITIZER))

soak-frames: build ## Send ten million frames through a tunnel, and see that memory does not grow
	@Scripts/soak/frames.sh

soak-bytes: build setup-tests ## Compare gigabytes of all kinds, sent through tunnels of all kinds, byte for byte (SCALE=100)
	@$(SWIFT) build --build-tests
	@TRAFFIC_SCALE=$${SCALE:-100} ETHERWS=$(CURDIR)/.build/release/etherws \
		$(SWIFT) test --skip-build --filter 'IntegrityTests|LegacyTests'

test: setup-tests ## Build and run all tests
	@$(SWIFT) build --build-tests
	@SWIFT=$(SWIFT) Scripts/test.sh

test-faults: setup-tests build ## Inject all faults, some for minutes, and measure the recovery
	@$(SWIFT) build --build-tests
	@SWIFT=$(SWIFT) Scripts/test-faults.sh

# One module at a time: all at once are too slow, so that their peers lose patience with them. What a program finds that a test has
# started stands in a report; such programs run without a sandbox, as Tests/unconfined.sh says.
THREADED = Linux Reactor Switching Node Devices Transports Auth Conformance Confinement etherws EndToEnd
TSAN = TSAN_OPTIONS=log_path=$(CURDIR)/.build/tsan/report \
	ETHERWS=$(CURDIR)/Tests/unconfined.sh UNCONFINED=$(CURDIR)/.build/tsan/debug/etherws $(TEST_SANITIZED)

# Tests that want hundreds of peers to connect within the ten seconds that a handshake may take.
CROWDED = HalfOpenTests/idlePeersKeepNobodyOut|AdmissionTests/whoeverWaitsForADecisionIsNotTurnedOut|LockoutTests/(oneSite|everywhere)

test-lengths: setup-tests build ## Send packets of every length through a debug build, and in every protocol through a release build
	@$(SWIFT) build --build-tests
	@TRAFFIC_SCALE=4 LENGTHS=12 SWIFT=$(SWIFT) Scripts/test.sh --filter LengthTests
	@TRAFFIC_SCALE=4 LENGTHS=1 ETHERWS=$(CURDIR)/.build/release/etherws SWIFT=$(SWIFT) Scripts/test.sh --filter LengthTests

test-tsan: setup-tests ## Run the tests of what has threads under ThreadSanitizer
	@rm -f .build/tsan/report.*
	@$(SWIFT) build --build-tests --sanitize=thread --scratch-path .build/tsan
	@for module in $(THREADED); do \
		$(TSAN) --sanitize=thread --scratch-path .build/tsan --skip-build --filter "^$${module}Tests\\." \
			--skip 'CapabilitiesTests/allThreads' --skip '$(CROWDED)' --skip 'EndToEnd/(Confinement|Intrusion|Program|Secrecy)Tests' || exit 1; \
	done
	@! cat .build/tsan/report.* 2> /dev/null

test-asan: setup-tests ## Run all tests but those end to end under AddressSanitizer, leaks included
	@$(TEST_SANITIZED) --sanitize=address --scratch-path .build/asan --filter '^($(PURE))\.'
	@$(TEST_SANITIZED) --sanitize=address --scratch-path .build/asan --skip-build --skip '^($(PURE)|$(TANGLED)|EndToEndTests)\.'
	@ASAN_OPTIONS=detect_leaks=0 $(TEST_SANITIZED) --sanitize=address --scratch-path .build/asan --skip-build --filter '^($(TANGLED))\.'

mutants: setup-tests ## Change COUNT places of the sources, one at a time, and check that tests notice (COUNT=100 SEED=1 ONLY=Auth,Frame)
	@SWIFT=$(SWIFT) python3 -B Scripts/mutants/mutants.py

autobahn: setup ## Run the Autobahn test suite (SECTIONS=quick: most of it, in a minute)
	@Scripts/autobahn.sh

fuzz: setup ## Fuzz the node and its parsers (SECONDS_EACH=60 TARGETS='node joiner')
	@SWIFT=$(SWIFT) Scripts/fuzz.sh $(TARGETS)

fuzz-coverage: setup ## Show which regions the fuzz targets reach (TARGETS='node joiner')
	@SWIFT=$(SWIFT) Scripts/fuzz-coverage.sh $(TARGETS)

bench: build ## Measure tunnels beside the limit, OpenVPN and tinc (ROUNDS=3 SECONDS_EACH=2 ONLY=etherws-ws,limit)
	@Scripts/setup.sh bench
	@Benchmarks/Tunnels/bench.sh

bench-turns: build ## Measure two builds by turns, and the ratios of their medians (BASE=PATH ROUNDS=5 SCHEMES='ws wss' TESTS='tcp1 small')
	@Scripts/setup.sh bench
	@Benchmarks/Tunnels/turns.sh

BENCH = $(SWIFT) run --configuration release --package-path Benchmarks --scratch-path .build/benchmarks

bench-websocket: setup ## Measure the WebSocket codec beside NIOWebSocket
	@$(BENCH) BenchWebSocket

bench-idle: setup ## Measure the memory of 5,000 idle clients
	@$(BENCH) BenchIdle

bench-flood: setup ## Measure how a client fares beside a flood of half-open connections
	@$(BENCH) BenchFlood

bench-attack: build ## Measure what a flood by a user with a login does to the pings of another (POLICY=recommended KINDS=tiny SCHEME=wss)
	@python3 -B Benchmarks/Attack/attack.py

bench-departed: build ## Measure what a server keeps of a thousand flooded clients that have left (SCHEME=ws LOOPS=1)
	@python3 -B Benchmarks/Memory/departed.py

lint: ## Check format, documentation, imports, lengths, structure and words
	@$(SWIFT) format lint --strict --parallel $(SWIFT_FILES)
	@Scripts/test-checks.sh
	@python3 -B Scripts/mutants/test.py --quiet
	@python3 -B Scripts/swift/test.py --quiet
	@python3 -B Scripts/structure/test.py --quiet
	@Scripts/check-imports.sh
	@Scripts/check-sources.sh
	@Scripts/check-words.sh
	@python3 -B Scripts/structure/structure.py --check

structure: ## Count what tells how well the sources are laid out, beside the targets
	@python3 -B Scripts/structure/structure.py

# What has become better goes to Scripts/structure/allowed.txt, and docs/architecture.md has links to where functions are now.
structure-update:
	@python3 -B Scripts/structure/structure.py --update

format: ## Rewrite the sources as the formatter likes them
	@$(SWIFT) format --in-place --parallel $(SWIFT_FILES)

# SwiftPM lists the files of a package beside this one once: without its plan it lists them anew.
examples: setup ## Build and run the example plug-ins, and the programs that the pages print
	@rm -f Examples/.build/debug.yaml
	@$(SWIFT) run --package-path Examples
	@SWIFT=$(SWIFT) Scripts/pages.sh

install: setup ## Install the program and its systemd units below PREFIX (default: /usr/local)
	@$(RELEASE)
	@Scripts/check-program.sh .build/release/etherws
	install -D -m 755 .build/release/etherws $(DESTDIR)$(PREFIX)/bin/etherws
	install -D -m 644 Packaging/etherws.sysusers $(DESTDIR)$(PREFIX)/lib/sysusers.d/etherws.conf
	for unit in etherws-server.service etherws-client@.service; do \
		sed 's#@BINDIR@#$(PREFIX)/bin#' Packaging/$$unit > .build/$$unit && \
		install -D -m 644 .build/$$unit $(DESTDIR)$(PREFIX)/lib/systemd/system/$$unit || exit 1; \
	done

clean: ## Remove all that was built
	rm -rf .build Examples/.build
