# make run: everything from a fresh clone to the map in the browser. make test: everything that is checked.

TAGS := sqlite_fts5
GO := go
GOFLAGS_TAGS := -tags $(TAGS)
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BIN := bin/mentionmap
STEP := scripts/step.sh
DB := demo.db
ADDR :=
SHARED ?= ../shared

PAGE_SOURCES := $(shell find frontend/src frontend/index.html frontend/public frontend/*.ts frontend/*.json -type f 2>/dev/null)
GO_SOURCES := $(shell find . -name '*.go' -not -path './frontend/node_modules/*' -not -path './data/reference/gen/*' 2>/dev/null) \
	$(shell find data/reference data/places/name seeds geo/toponym geo/locate -type f -not -path 'data/reference/gen/*' 2>/dev/null)

.PHONY: run build test lint generate bench bench-locator eval soak shots bench-page clean need vet test-go test-page e2e

run: $(BIN)
	@echo "==> Reading the demo corpus" && $(BIN) ingest --demo --db $(DB)
	@$(BIN) serve --db $(DB) $(if $(ADDR),--addr $(ADDR))

build: $(BIN)

need:
	@scripts/need.sh go cc node

$(BIN): go.mod go.sum $(GO_SOURCES) frontend/dist/index.html | need
	@$(STEP) "Fetching Go modules" $(GO) mod download
	@$(STEP) "Building the program (SQLite takes a minute the first time)" \
		$(GO) build $(GOFLAGS_TAGS) -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $@ ./cmd/mentionmap

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json | need
	@$(STEP) "Fetching the page's packages" npm --prefix frontend ci --no-audit --no-fund
	@touch $@

frontend/dist/index.html: frontend/node_modules/.package-lock.json $(PAGE_SOURCES)
	@$(STEP) "Building the page" npm --prefix frontend run build
	@touch $@

test: need lint test-go test-page e2e

lint: need frontend/node_modules/.package-lock.json
	@$(STEP) "go vet" $(GO) vet $(GOFLAGS_TAGS) ./...
	@$(STEP) "gofmt" sh -c 'out=$$(gofmt -l $$(git ls-files "*.go")); test -z "$$out" || { echo "not formatted: $$out"; exit 1; }'
	@$(STEP) "staticcheck" $(GO) tool staticcheck $(GOFLAGS_TAGS) ./...
	@$(STEP) "Types and style of the page" npm --prefix frontend run check

test-go: need
	@scripts/gdal.sh
	@scripts/postgres.sh
	@echo "==> Go tests, with the race detector"
	@$(GO) test $(GOFLAGS_TAGS) -race -short -timeout 20m ./...
	@echo "==> Go tests that read whole lists or kill the program, at full speed"
	@$(GO) test $(GOFLAGS_TAGS) -timeout 20m ./data/places ./cmd/mentionmap

test-page: frontend/node_modules/.package-lock.json
	@echo "==> Unit tests of the page"
	@npm --prefix frontend test

e2e: $(BIN) frontend/node_modules/.package-lock.json
	@echo "==> Browser tests"
	@CHROMIUM="$$(scripts/browser.sh)" MENTIONMAP="$(CURDIR)/$(BIN)" npm --prefix frontend run e2e

shots: $(BIN) frontend/node_modules/.package-lock.json
	@CHROMIUM="$$(scripts/browser.sh)" MENTIONMAP="$(CURDIR)/$(BIN)" npm --prefix frontend run shots

generate: need
	@$(MAKE) -C data/reference/gen all

bench:
	@$(GO) test $(GOFLAGS_TAGS) -run '^$$' -bench . -benchmem ./...
	@$(MAKE) bench-locator

# The locator beside the bare matcher and two public libraries, in one run. The libraries are fetched into a module and a
# folder of their own; without npm, or without the list of Ukraine in SHARED, that line is left out.
bench-locator: need
	@cd geo/locate/compare && { npm ci --no-audit --no-fund >/dev/null 2>&1 || echo "npm compromise could not be fetched"; }
	@$(GO) -C geo/locate/compare run . $(if $(wildcard $(SHARED)/seeds),-news $(abspath $(SHARED)/seeds)) \
		$(if $(wildcard $(SHARED)/gazetteer/UA.zip),-ukraine $(abspath $(SHARED)/gazetteer/UA.zip))

# The fault tests at length: kills in the middle of ingest, damaged copies, disks that fill up, thousands of slow clients, and the fuzz targets.
FUZZ_TIME := 60s
soak:
	@SOAK=1 $(GO) test $(GOFLAGS_TAGS) -count=1 -timeout 60m ./data/... ./server ./cmd/...
	@for p in $$(git ls-files '*_test.go' ':!data/reference/gen' | xargs grep -l '^func Fuzz' | xargs -n1 dirname | sort -u | sed "s|^|./|"); do \
		for f in $$(grep -ho '^func Fuzz[A-Za-z0-9]*' $$p/*_test.go | sed 's/func //'); do \
			echo "==> $$p $$f"; $(GO) test $(GOFLAGS_TAGS) -run '^$$' -fuzz "^$$f$$$$" -fuzztime $(FUZZ_TIME) -fuzzminimizetime 10x $$p || exit 1; \
		done; done

eval: $(BIN)
	@scripts/eval.sh $(SHARED)

bench-page: frontend/dist/index.html
	@CHROMIUM="$$(scripts/browser.sh)" npm --prefix frontend run bench-page

clean:
	rm -rf bin frontend/dist/* frontend/node_modules demo.db demo.db-wal demo.db-shm demo.db-index
