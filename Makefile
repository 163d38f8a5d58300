# Everything a newcomer or CI does. Needs Python 3.11 or later and make; the rest is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TALKBELL := $(BIN)/talkbell
SECONDS ?= 60
SEED ?= 1# of all chance in tests, their order too; try others
NODE := tests/readers/icaljs tests/browser/node
WORKERS ?= $(shell echo $$(($$(nproc) + 2)))# many tests wait for what other processes do

.PHONY: help run test check format texts screenshots trials bench fuzz score lock clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

run: $(VENV)/.runtime  ## start the service: pages and feeds of schedules/ on http://127.0.0.1:8000
	@exec $(TALKBELL) run

test: $(VENV)/.dev $(NODE:=/node_modules/.installed)  ## install what tests need and run them all
	$(BIN)/pytest --numprocesses=$(WORKERS) --randomly-seed=$(SEED)

check: $(VENV)/.dev  ## style, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev  ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

texts: $(VENV)/.dev  ## bring the catalogues of bot/locales/ up to date with the texts of the code
	@$(BIN)/python -m tests.language.catalogues

screenshots: $(VENV)/.dev  ## make the pictures of the README anew; needs Chromium
	@$(BIN)/python -m tests.browser.screenshots

bench: $(VENV)/.dev  ## measure what we promise of speed
	$(BIN)/python -m tests.benchmarks

trials: $(VENV)/.dev  ## kill, race and fail on purpose, at length; writes docs/reliability.md
	TALKBELL_TRIALS=1 $(BIN)/pytest tests/trials --capture=no -p no:randomly

fuzz: $(VENV)/.fuzz  ## try to break each reader for SECONDS (60 unless told); Linux on x86-64
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(READERS)

score: $(VENV)/.dev  ## how much of the real pages in ../shared/pages is read right
	$(BIN)/python -m tests.score

# Locks hold versions and hashes only: where packages come from is the machine's business.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade

lock: $(VENV)/.dev  ## resolve the lock files anew from pyproject.toml
	$(LOCK) pyproject.toml --group build --output-file requirements.lock
	$(LOCK) pyproject.toml --group dev --output-file requirements-dev.lock
	$(LOCK) --group fuzz --output-file requirements-fuzz.lock

clean:  ## remove everything that was made
	rm -rf $(VENV) build dist $(NODE:=/node_modules)

$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Talkbell needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

$(VENV)/.fuzz: $(VENV)/.dev requirements-fuzz.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-fuzz.lock
	@touch $@

# ical.js is one of the calendar readers that tests ask, axe-core and html-validate look at the pages.
%/node_modules/.installed: %/package-lock.json
	@if command -v npm >/dev/null; then cd $* && npm ci --silent --no-audit --no-fund; \
	else echo "npm is not here: tests leave out what needs $*"; mkdir -p $(@D); fi
	@touch $@
