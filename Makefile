# `make book` compiles the manual; `make test` runs every check. Both set up what they need and say what they lack.
.PHONY: help book test test-slow lint format types layers tests wheel validators setup lock bench clean

PY := .venv/bin/python
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)

help:  ## Show this
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

book: setup  ## Compile the manual to build/
	.venv/bin/book build

setup:
	@tools/setup.sh

validators: setup
	@tools/validators.sh
	@tools/verapdf.sh --setup

test: lint types layers tests  ## Every check

lint: setup  ## Ruff: rules and format
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types: setup  ## mypy --strict
	.venv/bin/mypy

layers: setup  ## The arrows between the rooms
	.venv/bin/lint-imports

tests: validators  ## pytest with branch coverage
	$(PY) -m pytest -n $(CORES) --dist loadgroup --cov --cov-report=term:skip-covered -m "not slow"

test-slow: validators  ## The sweeps over the whole corpus
	@tools/validators.sh --slow
	$(PY) -m pytest -n $(CORES) --dist loadgroup -m slow

wheel: setup  ## Build the wheel
	$(PY) -m hatchling build -t wheel

format: setup  ## Put the code in form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

lock:  ## Pin the newest versions anew (needs uv)
	tools/lock.sh --upgrade

clean:  ## Forget what was built
	rm -rf build dist .book .pytest_cache .mypy_cache .ruff_cache
