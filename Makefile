# tincay: install, run, test and check. `make` alone says what there is.
#
# Needs git, make and Python 3.11 or newer with its venv module (python3-venv on Debian and Ubuntu).
# Another Python: make PYTHON=python3.12 install

PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=

# Everything comes from the locks, by hash. Nothing is built with tools that are not locked too,
# so nothing is fetched behind the locks' back (one dependency is published as source only).
PIP := $(BIN)/python -m pip --disable-pip-version-check
PIP_INSTALL := $(PIP) install --quiet --no-build-isolation --use-pep517
LOCKED := $(PIP_INSTALL) --require-hashes --no-deps --requirement

RUNNABLE := $(VENV)/.runnable
COMPLETE := $(VENV)/.complete

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

.PHONY: help
help: ## Say what there is
	@echo "tincay: mobile data collection. Targets:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: $(COMPLETE) ## Make .venv with all that runs and checks the project

.PHONY: run
run: $(RUNNABLE) ## Install what is missing and serve http://127.0.0.1:8383 (LAN=1: for phones near by)
	$(BIN)/tincay serve $(if $(filter 1 yes true,$(LAN)),--lan)

.PHONY: test
test: $(COMPLETE) ## Install what is missing and run every test
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(PYTEST_ARGS)

.PHONY: trust
trust: $(COMPLETE) ## The long proof (an hour; all as root): kills, power cuts, full disks, JavaRosa
	TRUST_SUBMISSIONS=300 TRUST_KILLS=15 TRUST_STOPS=5 TRUST_POWER_CUTS=10 TRUST_EVERY_CALL=1 \
		TRUST_SLOW_PHONES=200 TINCAY_FUZZ_EXPRESSIONS=100000 TINCAY_FUZZ_FILLS=20 \
		TINCAY_DAMAGE_FORMS=all TINCAY_DAMAGE_FILLED=4 TINCAY_DAMAGE_EACH=2 \
		TINCAY_TABLE_FAMILIES=5000 \
		$(BIN)/python -m pytest tests/trust tests/forms/differential \
		tests/exports/indicators/test_suppression_families.py -s \
		-o faulthandler_timeout=1200 $(PYTEST_ARGS)

.PHONY: bench
bench: $(COMPLETE) ## What a check costs beside JavaRosa; submissions in, rows out per second
	$(BIN)/python -m tests.bench

.PHONY: check
check: format-check lint types imports docs-check test ## All that must hold before a change goes in

.PHONY: format
format: $(COMPLETE) ## Write the code in the house's format
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

.PHONY: format-check
format-check: $(COMPLETE)
	$(BIN)/ruff format --check

.PHONY: lint
lint: $(COMPLETE)
	$(BIN)/ruff check

.PHONY: types
types: $(COMPLETE)
	$(BIN)/mypy

.PHONY: imports
imports: $(COMPLETE)
	$(BIN)/lint-imports --no-logo

.PHONY: docs
docs: $(COMPLETE) ## Write the pages that are made from the code (errors, settings, commands)
	$(BIN)/python docs/generate.py

.PHONY: docs-check
docs-check: $(COMPLETE)
	$(BIN)/python docs/generate.py --check

.PHONY: lock
lock: ## Lock the dependencies anew (needs uv; UPGRADE=1 takes newer versions)
	$(UV_COMPILE) --group pyproject.toml:build --output-file requirements-build.lock
	$(UV_COMPILE) pyproject.toml --output-file requirements.lock
	$(UV_COMPILE) pyproject.toml --group dev --constraint requirements.lock \
		--constraint requirements-build.lock --output-file requirements-dev.lock

UV_COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header $(if $(UPGRADE),--upgrade)

.PHONY: clean
clean: ## Remove .venv and caches (never data/)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find forms exports server tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

# A venv that broke off half-way has no pip yet; making it again mends it.
$(RUNNABLE): requirements-build.lock requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "tincay needs Python 3.11 or newer. Name one: make PYTHON=python3.12 install" >&2; \
		exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { \
		echo "Python cannot make a venv here: sudo apt-get install -y python3-venv" >&2; exit 1; }
	@echo "Installing into $(VENV) ..."
	$(LOCKED) requirements-build.lock
	$(LOCKED) requirements.lock
	$(PIP_INSTALL) --no-deps --editable .
	$(PIP) check
	@touch $@

$(COMPLETE): $(RUNNABLE) requirements-dev.lock
	$(LOCKED) requirements-dev.lock
	$(PIP) check
	@touch $@
