# `make lab` and `make test` set up all they need in .venv; the second time there is nothing left to set up.
# Needed beforehand: make, and Python 3.11 or newer with pip and venv. Add options with ARGS="…".

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell \
	$(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
# What an installation is made from. The package is installed editable: its Python files are not among them.
SOURCES := pyproject.toml hatch_build.py src/neurarium/__init__.py \
	$(wildcard build_tools/*.py requirements/*.txt) \
	$(shell find web -name node_modules -prune -o -type f -print 2>/dev/null)

TESTS := $(BIN)/python -m pytest -m "not peers" --durations=30
# Four processes take the next file in turn, in the order of their names: two cores stay busy while
# some wait for a browser. (By the number of their tests, which is pytest-xdist's own order, the browser
# tests would come last, and the others wait for one of them.)
SHARED := -n 4 --dist loadfile --no-loadscope-reorder
# Two checks at a time; each says all that it says in one piece, where make can see to that.
CHECKS := @$(MAKE) --no-print-directory --jobs=2 \
	$(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.PHONY: help lab watch test coverage check style types imports web-check web-check-test format bench wheel \
	lock clean
.DELETE_ON_ERROR:

help:
	@echo "make lab       open the lab in the browser"
	@echo "make site      write the lab into public/, for any web host: it runs in the visitor's browser"
	@echo "make watch     open the lab for those who change its pages: each change shows at once"
	@echo "make test      run all checks and tests; only some tests with ARGS=tests/engine"
	@echo "make coverage  run the Python tests and report which lines they did not reach"
	@echo "make check     run the checks without the tests: style, types, imports"
	@echo "make format    lay out the code, Python and front end"
	@echo "make bench     compare the speed with other libraries"
	@echo "make wheel     build the package into dist/"
	@echo "make lock      renew the pinned versions in requirements/"
	@echo "make clean     remove what was built, and .venv"

lab: .venv/lab.stamp
	@$(BIN)/neurarium lab $(ARGS)

site: .venv/lab.stamp
	@$(BIN)/neurarium site public $(ARGS)

watch: .venv/dev.stamp
	@$(BIN)/python -m scripts.web dev

# All of it; or, the quick loop, the tests that ARGS names and nothing else.
ifeq ($(ARGS),)
test:
	$(CHECKS) web-check-test style types imports
	@$(BIN)/python scripts/setup_test_tools.py
	$(TESTS) $(SHARED)
else
test: .venv/dev.stamp
	@$(BIN)/python scripts/setup_test_tools.py
	$(TESTS) $(ARGS)
endif

coverage: .venv/dev.stamp
	@$(BIN)/python scripts/setup_test_tools.py
	$(TESTS) $(SHARED) --cov --cov-report=term:skip-covered $(ARGS)

check:
	$(CHECKS) web-check style types imports

style: .venv/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/dev.stamp
	$(BIN)/mypy
	$(BIN)/mypy hatch_build.py build_tools scripts

imports: .venv/dev.stamp
	$(BIN)/lint-imports --no-logo --no-cache

# Of those that may have to install npm's packages only one runs at a time.
web-check web-check-test: web-%: .venv/dev.stamp
	$(BIN)/python -m scripts.web $(subst -, ,$*)

format: .venv/dev.stamp
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/python -m scripts.web format

bench: .venv/dev.stamp
	$(BIN)/python benchmarks/peers.py $(ARGS)

wheel: .venv/bin/python
	$(BIN)/python -m pip --disable-pip-version-check wheel --quiet --no-deps --wheel-dir dist .

lock:
	$(PYTHON) scripts/lock.py

clean:
	rm -rf .venv dist build src/neurarium/server/static src/neurarium/data/mnist.npz web/node_modules
	rm -rf .coverage htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Expected Python 3.11 or newer on the PATH, got none." \
		"Install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Expected '$(PYTHON) -m venv' to work." \
		"On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

.venv/%.stamp: .venv/bin/python $(SOURCES)
	@echo "Setting up .venv (the first time takes a few minutes)"
	@$(PIP) --require-hashes --requirement requirements/$*.txt
	@$(PIP) --no-deps --editable .
	@touch $@
