# `make verify` and `make test` need python3 and nothing else: they set up everything they use.

PYTHON ?= python3
VENV ?= .venv
OUT ?= build/report
PYTEST_ARGS ?=

BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
LEARN := $(VENV)/.learn
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup learn verify test test-slow nightly lint bench clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(STAMP) ## make the virtual environment

learn: $(LEARN) ## add what learning rho needs: the extra `learn`

verify: $(STAMP) ## prove and fuzz every law, run the market, write build/report
	$(BIN)/strategyproof verify --out $(OUT) --force

test: $(STAMP) ## run the tests, without the slow ones
	$(BIN)/pytest -m "not slow" -n 2 --dist loadfile $(PYTEST_ARGS)

test-slow: $(STAMP) ## run the slow tests: minutes of proofs, fuzzing and crashes
	$(BIN)/pytest -m slow $(PYTEST_ARGS)

nightly: $(STAMP) ## compare the evaluator with CPython on 10,000 random programs: half an hour
	$(BIN)/pytest -m slow tests/proofs/evaluator -n 2 $(PYTEST_ARGS)

lint: $(STAMP) ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## run the benchmarks
	$(BIN)/pytest benchmarks $(PYTEST_ARGS)

clean: ## remove what was built, the environment included
	rm -rf .venv build dist .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# pip first, at the version that was tested: older ones know neither `--group` nor `--build-constraint`.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "strategyproof needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12 ..." >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV) (once; less than a minute on a fast connection)"
	@$(PIP) install --quiet --constraint constraints.txt --upgrade pip
	@$(PIP) install --quiet --constraint constraints.txt --build-constraint constraints.txt \
		--editable . --group test --group lint
	@touch $@

$(LEARN): $(STAMP)
	@echo "adding the extra learn to $(VENV) (once; torch is large)"
	@$(PIP) install --quiet --constraint constraints.txt --build-constraint constraints.txt --editable '.[learn]'
	@touch $@
