# Everything one does with this repository. `make` alone says what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PYTHON ?= python3
PORT ?= 8000
PROVINCE_PORT ?= 8100
DATA ?= ./data
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# -qq: errors only. --no-build-isolation: what builds is locked too (see pyproject.toml).
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation
LOCK := $(BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: help
help:  ## this list
	@echo "make <target>, where the target is one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "Settings: PORT=$(PORT) PROVINCE_PORT=$(PROVINCE_PORT) DATA=$(DATA) PYTHON=$(PYTHON)"

# ---------------------------------------------------------------------------- running

.PHONY: up
up: $(VENV)/runtime  ## start a site and a province with the Bang Duan story in it
	@exec $(BIN)/bangduan up --port $(PORT) --province-port $(PROVINCE_PORT) --data "$(DATA)" $(ARGS)

# ---------------------------------------------------------------------------- testing

.PHONY: test
test: $(VENV)/dev  ## everything, on private brokers and databases
	@deploy/install-test-tools
	$(BIN)/pytest --numprocesses 2 tests/unit tests/contract tests/architecture $(ARGS)
	@$(MAKE) --jobs 3 --output-sync=target test-events test-people test-sites

# Side by side, since each waits often: for disks, brokers, browsers and containers.
EVENTS := tests/integration/messaging tests/integration/store tests/integration/cli tests/faults
PEOPLE := tests/e2e tests/browser \
	$(addprefix tests/integration/,front accounts api imports pages)
.PHONY: test-events test-people test-sites
test-events: $(VENV)/dev
	$(BIN)/pytest $(EVENTS) $(ARGS)

test-people: $(VENV)/dev
	$(BIN)/pytest $(PEOPLE) $(ARGS)

test-sites: $(VENV)/dev
	$(BIN)/pytest tests/compose tests/integration $(EVENTS:%=--ignore=%) $(PEOPLE:%=--ignore=%) $(ARGS)

.PHONY: unit
unit: $(VENV)/dev  ## what needs no broker and no database: seconds
	$(BIN)/pytest --numprocesses 2 tests/unit tests/contract tests/architecture $(ARGS)

.PHONY: lint
lint: $(VENV)/dev  ## style, documentation, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: $(VENV)/dev  ## put the code in the shape that lint asks for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: bench
bench: $(VENV)/dev  ## measure on private servers, durability left on
	@deploy/install-test-tools
	$(BIN)/python -m tests.benchmarks $(ARGS)

.PHONY: compose-test
compose-test: $(VENV)/dev  ## a site and a province in containers, the story through them (SUITE=trixie)
	@deploy/install-test-tools
	$(if $(SUITE),BANGDUAN_TEST_SUITE=$(SUITE) )$(BIN)/pytest tests/compose $(ARGS)

.PHONY: screenshots
screenshots: $(VENV)/dev  ## take the pictures of README and docs anew
	@deploy/install-test-tools
	$(BIN)/python -m tests.browser.screenshots

# ---------------------------------------------------------------------------- keeping house

.PHONY: lock
lock: $(VENV)/dev  ## pin the requirements with their hashes again (UPGRADE=1: the newest)
	$(LOCK) --group build -o deploy/requirements-build.txt
	$(LOCK) pyproject.toml --group build -c deploy/requirements-build.txt -o deploy/requirements.txt
	$(LOCK) pyproject.toml --group build --extra dev -c deploy/requirements.txt \
		-o deploy/requirements-dev.txt

.PHONY: clean
clean:  ## remove the environment and the caches, never the data
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# The stamps: each says that what it is named after is in the environment.

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; say which with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing. Install it with: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making the environment in $(VENV) (a minute, once) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/runtime: $(VENV)/python deploy/requirements-build.txt deploy/requirements.txt pyproject.toml
	@$(INSTALL) --require-hashes -r deploy/requirements-build.txt
	@$(INSTALL) --require-hashes -r deploy/requirements.txt
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(VENV)/dev: $(VENV)/runtime deploy/requirements-dev.txt
	@echo "Installing what testing needs ..."
	@$(INSTALL) --require-hashes -r deploy/requirements-dev.txt
	@touch $@
