# Barnröst. Two commands are enough to begin:
#
#   make run     builds the program and starts it
#   make test    proves it; what CI runs, nothing more and nothing less
#
# Both see to what they need first: as root or with password-less sudo they
# install it, otherwise they print the line to run.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

BUILD := build
BIN   := $(BUILD)/barnrost

# The same tags for every build, test and check, so that Fyne, which takes
# minutes, is compiled once. migrated_fynedo: every call to the window comes
# from one goroutine. no_emoji, no_metadata: 13 MB less to carry.
TAGS := migrated_fynedo,no_emoji,no_metadata
export GOFLAGS := -tags=$(TAGS) -buildvcs=false
export CGO_ENABLED := 1

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

NEED := ./scripts/need.sh

.PHONY: help run build test fuzz soak windows windows-wine screenshots bench practice clean
.PHONY: format vet lint units power ui imports binary e2e need-build need-test

help: ## Lists these commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | expand -t 16

# ── Using it ────────────────────────────────────────────────────────────────

run: build ## Builds and starts the program (ARGS="-lang en" passes flags)
	@$(BIN) $(ARGS)

build: need-build binary

need-build:
	@$(NEED) build

# ── Proving it ──────────────────────────────────────────────────────────────

# In this order, so that what is quick to fail fails first. Each can be run by
# itself: make vet, make e2e …
STAGES := format vet lint imports units power ui binary e2e

test: need-test ## Runs every stage and prints its time
	@./scripts/stages.sh $(STAGES)

need-test:
	@$(NEED) build test

prove: need-test ## The long proofs: 50,000 power cuts and 300 kills (under an hour)
	@BARNROST_CRASH_STATES=50000 BARNROST_KILLS=300 \
	  go test ./storage -run '$(POWER)' -count 1 -timeout 3h -v | grep -v '^=== '

soak: need-test ## Three hours of sound into a real vault, in minutes, verified sample by sample
	@BARNROST_SOAK=180 go test ./e2e/soak -run Hours -count 1 -timeout 2h -v | grep -v '^=== '

# Our packages, told apart by whether they, or their tests, reach Fyne.
# e2e drives the built program and is a stage of its own.
PACKAGES = go list -f '{{.ImportPath}} {{join .Deps " "}} {{join .TestImports " "}} {{join .XTestImports " "}}' ./... | grep -v '^barnrost/e2e'
PLAIN    = $(PACKAGES) | grep -v ' fyne\.io/' | cut -d' ' -f1
WINDOWED = $(PACKAGES) | grep ' fyne\.io/' | cut -d' ' -f1

format:
	@found=$$(gofmt -l $$(find . -name '*.go' -not -path './$(BUILD)/*')); \
	 [ -z "$$found" ] || { echo "These files are not gofmt-ed:"; echo "$$found"; exit 1; }

vet:
	@go vet ./...

lint:
	@go run $(STATICCHECK) ./...

imports:
	@go test ./e2e/imports

# The race detector watches everything that needs no window. What records and
# plays in real time comes after the rest and one at a time, so that it has the
# machine to itself as it would on somebody's desk.
units:
	@$(PLAIN) | grep -v '^barnrost/audio' | xargs go test -race -timeout 30m
	@$(PLAIN) | grep '^barnrost/audio' | xargs go test -race -p 1

# The power cuts, kills and failing disks, which the race detector above sees a
# tenth of.
POWER := PowerCut|NoKill|FailsOnTheDisk

power:
	@go test ./storage -run '$(POWER)'

# Fyne's test driver, without a screen.
ui:
	@$(WINDOWED) | xargs go test -timeout 20m

binary:
	@go build -o $(BIN) .

# The built program in a real window on a screen of its own, keyboard only.
e2e: binary
	@go list ./e2e/... | grep -v '/e2e$$' | xargs go test -count 1
	@./scripts/scenarios.sh $(abspath $(BIN))

# Every parser of the program, each for FUZZTIME (30s, 1000000x) in turn;
# ONLY=crypto takes those whose name matches. Their seeds run in `make test`.
fuzz: ## Fuzzes every parser in turn (FUZZTIME=30s each; ONLY=crypto)
	@./scripts/fuzz.sh '$(ONLY)'

# ── Carrying it to others ───────────────────────────────────────────────────

WINDOWS := $(BUILD)/windows/Barnrost.exe

windows: ## Builds the Windows program with mingw-w64
	@$(NEED) windows
	@mkdir -p $(dir $(WINDOWS))
	CC=x86_64-w64-mingw32-gcc GOOS=windows GOARCH=amd64 GOFLAGS=-buildvcs=false \
	  go build -trimpath -tags $(TAGS),accessibility -ldflags '-s -w -H windowsgui' -o $(WINDOWS) .

windows-wine: windows ## Starts the Windows program under Wine, up to its first view
	@$(NEED) test wine
	@go run ./e2e/wine -exe $(WINDOWS) -prefix $(BUILD)/wine

screenshots: need-test binary ## Takes the pictures in docs/screenshots (all of them in build/screenshots)
	@go run ./e2e/shots -bin $(BIN)

bench: need-test binary ## Measures, and prints figure, target and measured
	@go run ./e2e/bench

# The invented interview people learn the keys with. What comes out is committed.
practice: ## Reads the practice interview aloud anew (needs espeak-ng)
	@go run ./e2e/practice

clean: ## Removes what was built
	rm -rf $(BUILD)
