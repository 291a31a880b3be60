# Every target builds .venv from the hashed lock first, if it is missing or older than the lock.
# The lock names every package, so nothing is resolved (--no-deps): pip 23 would meet "coverage[toml]" with the
# newest release, which has no hash here, instead of the pinned one.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: venv demo up test check chaos soak bench bench-check lint clean

venv: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "communique needs Python 3.11 or later; set PYTHON=…")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: $(STAMP)
	@$(BIN)/communique demo

up: $(STAMP)
	@$(BIN)/communique up

# Processes that share the tests; each has a PostgreSQL of its own. `make test PROCESSES=0` for a debugger.
PROCESSES ?= 2

test: $(STAMP)
	$(BIN)/python -m pytest -n $(PROCESSES) --dist worksteal

# No cache for ruff: a cached result outlives a moved module, and with it the order of imports.
check: $(STAMP)
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/communique languages check
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/python bench/lock_audit.py requirements.lock

# Every fault case and the real kills, about ten minutes; docs/reliability.md gets the table of results.
chaos: $(STAMP)
	rm -f build/faults.jsonl && mkdir -p build
	FAULT_RESULTS=build/faults.jsonl $(BIN)/python -m pytest -m "not soak" tests/faults tests/chaos
	$(BIN)/python bench/reliability.py build/faults.jsonl docs/reliability.md

# The line against a newsroom that misbehaves; HOSTILE=folder adds documents made to hurt.
MINUTES ?= 10
soak: $(STAMP)
	rm -f build/soak.jsonl && mkdir -p build
	FAULT_RESULTS=build/soak.jsonl SOAK_MINUTES=$(MINUTES) SOAK_HOSTILE=$(HOSTILE) $(BIN)/python -m pytest -m soak -s tests/chaos
	$(BIN)/python bench/reliability.py build/soak.jsonl docs/reliability.md

# PAGES is a folder of real pages, outside the repository: bench/README.md.
PAGES ?= ../shared/data/ingest/pages

bench: $(STAMP)
	$(BIN)/python bench/pipeline.py $(PAGES) --pages 300 --rounds 3
	$(BIN)/python bench/growth.py

bench-check: $(STAMP)
	$(BIN)/python bench/check.py $(PAGES)

clean:
	rm -rf $(VENV) build *.egg-info
