# make demo            a demo with sample data on this machine, at http://127.0.0.1:8000/ (Ctrl-C stops it);
#                      ARGS="--port 9000" for another port
# make test            every check, and every test but the long ones
# make check           the same without a browser and without servers that are started and killed, for while you work
# make test-app APP=reporting   the tests of one app
# make test-long       the long tests: many clients, killed processes, 2,000 odd requests
# make test-order SEED=7        all tests but the long ones in another order
# make fuzz            odd requests to every address by everybody; ARGS="--seed 7 --count 20000"
# make test-matrix     core and services on every Python (3.11 to 3.14) and PostgreSQL (15 to 18) found here
# make mutants         small faults put into the rules, rights and services, one at a time: which does no test
#                      see? ARGS="--seed 7 --count 200"
# make images          the pictures of the guides, taken anew from the demonstration
# make tour            a picture of every page in the folder tour: two languages, four widths, light, dark and print
# make permissions     who may do what, from the tables beside the tests into docs/permissions.md
# make clean           remove .venv/ and what the tools keep
# make help            this list
#
# Needs Python 3.11 or later, make, and a package index. Everything goes into .venv/.

ARGS ?=
SEED ?= 1
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
# What is compiled is kept, whatever the machine says: a run starts hundreds of processes.
export PYTHONDONTWRITEBYTECODE =
STILL := lint format types floors catalogues migrations
CHECKS := $(STILL) tests
# A third worker on two processors: many tests wait for servers and browsers.
PYTEST := $(BIN)/pytest -n 3 --dist worksteal --durations=10

.PHONY: help demo test check test-app test-long test-order test-matrix images tour fuzz mutants permissions run-ready test-ready all-tests browser clean $(CHECKS)

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

demo: run-ready
	@exec $(BIN)/mandate demo $(ARGS)

test: test-ready
	@$(MAKE) --no-print-directory $(CHECKS)

check: .venv/dev.stamp
	@$(MAKE) --no-print-directory $(STILL)
	$(PYTEST) -m "not long and not browser and not processes"

test-app: .venv/dev.stamp
	@test -n "$(APP)" || { echo "Which app? make test-app APP=reporting" >&2; exit 1; }
	$(PYTEST) -m "not long" tests/apps/$(APP)

test-order: test-ready
	$(PYTEST) -m "not long" --random-order --random-order-seed=$(SEED) $(ARGS)

run-ready: .venv/run.stamp
test-ready: .venv/dev.stamp browser

# --- what is installed; again only when the pinned requirements change ---

$(BIN)/python:
	@for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Mandate needs Python 3.11 or later; none was found." >&2; exit 1; fi; \
	if ! $$found -c 'import venv, ensurepip' 2>/dev/null; then \
	  echo "$$found cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; fi; \
	echo "Making .venv with $$($$found --version) ..."; \
	$$found -m venv --clear .venv

.venv/run.stamp: $(BIN)/python requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Installing what Mandate needs ..."
	@$(PIP) --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: $(BIN)/python requirements/dev.txt pyproject.toml
	@echo "Installing what Mandate and its tests need ..."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ .venv/run.stamp

browser:
	@for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do \
	  if command -v $$name >/dev/null 2>&1; then exit 0; fi; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing Chromium for the browser tests ..."; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  apt-get -qq update && apt-get -qq install --yes --no-install-recommends chromium-headless-shell >/dev/null \
	    || apt-get -qq install --yes --no-install-recommends chromium >/dev/null; \
	else \
	  echo "The browser tests need Chromium or Google Chrome: please install one of them." >&2; exit 1; \
	fi

# --- the checks, each on its own ---

lint:
	$(BIN)/ruff check
format:
	$(BIN)/ruff format --check
types:
	$(BIN)/mypy
floors:
	$(BIN)/lint-imports
catalogues:
	$(BIN)/python -m mandate.platform.i18n check
migrations: # the history in a database is not asked, so none has to run
	DJANGO_SETTINGS_MODULE=mandate.site.settings $(BIN)/python -W ignore::RuntimeWarning -m django \
	  makemigrations --check --dry-run
tests:
	$(PYTEST) -m "not long"
permissions: # the table of docs/permissions.md, from those of the parts beside their tests
	$(BIN)/python -m tests.support.permissions
test-long:
	$(PYTEST) -m long
all-tests: # in one run, so that a long one of one worker is not waited for by the other
	$(PYTEST)

test-matrix: .venv/dev.stamp # tests/matrix says more
	@$(BIN)/python -m tests.matrix $(ARGS)

images: test-ready # the pictures of the guides, from the demonstration
	@DJANGO_SETTINGS_MODULE=mandate.site.settings $(BIN)/python -m tests.images

tour: test-ready # pictures of every page; ARGS="--pages desk --languages vi" for fewer (tests/tour says more)
	@DJANGO_SETTINGS_MODULE=mandate.site.settings $(BIN)/python -m tests.tour $(ARGS)

mutants: .venv/dev.stamp # tests/mutants says more
	@$(BIN)/python -m tests.mutants $(ARGS)

fuzz: test-ready # odd requests to every address; ARGS="--seed 7 --count 20000" (tests/fuzz says more)
	@$(BIN)/python -m tests.fuzz $(ARGS)

clean:
	rm -rf .venv .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
