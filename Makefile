# Everything that can be done with this repository. `make` alone lists it.
# Needs Python 3.11 or newer, git and make; nothing is compiled and nothing is installed outside .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check promises bench bench-quick lock wheel clean

BIN := .venv/bin
PY := $(BIN)/python
PIP := $(PY) -m pip -qq --disable-pip-version-check
# Only wheels, and only those whose hash is in the lock.
FROM_LOCK := --only-binary :all: --require-hashes
COMPILE := $(PY) -m piptools compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links \
	--strip-extras --allow-unsafe --build-deps-for editable --build-deps-for wheel
NEEDS_PEER := $(PY) -c 'import private_set_intersection' 2>/dev/null || { echo \
	"openmined-psi has wheels for Python 3.11 only: make clean, then make PYTHON=python3.11 bench"; exit 1; }
# The lock holds the hashes of the public registry, whatever pip is told on this machine.
PUBLIC := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL -u PIP_INDEX_URL PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make lock"

help:
	@echo "Trefpunt: hit or no hit between authorities of Belgium, the Netherlands and Luxembourg."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  The first of them sets up .venv, from the lock, in about a minute."

demo: .venv/.core ## a small Benelux of nodes and one week of work (ONCE=1: tell the story and stop)
	@$(BIN)/trefpunt demo $(if $(ONCE),--once)

test: .venv/.dev ## every test that is not slow
	@$(PY) -m pytest -q -m "not slow" -n auto

check: .venv/.dev ## style, types, floors, the rules of the house, the treaty texts
	@echo "ruff" && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@echo "mypy" && $(PY) -m mypy --no-error-summary
	@echo "floors" && found=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$found"; exit 1; }
	@echo "house" && $(PY) -m pytest -q tests/house
	@echo "treaty texts" && $(BIN)/trefpunt treaty check

promises: .venv/.dev ## the promises, each with a test that can fail (SLICE=1: in about five minutes)
	@PROMISES_SLICE=$(if $(SLICE),1) $(PY) -m pytest -q -m slow $(if $(SLICE),tests/promises,--timeout=3600); \
		status=$$?; $(PY) -m tools.figures promises; exit $$status

bench: .venv/.dev ## every measurement, beside its peer
	@$(NEEDS_PEER)
	@$(PY) -m benchmarks.hits --held 100000 --asked 10000 --runs 3
	@$(NEEDS_PEER)
	@$(PY) -m benchmarks.hits --held 1000000 --asked 100000 --runs 1
	@$(PY) -m benchmarks.febrl_keys
	@$(PY) -m benchmarks.febrl_hits
	@$(PY) -m benchmarks.treaty
	@$(PY) -m benchmarks.simulate
	@$(PY) -m tools.figures bench

bench-quick: .venv/.dev ## the measurements that take under two minutes together
	@$(NEEDS_PEER)
	@$(PY) -m benchmarks.hits --held 10000 --asked 1000 --runs 3
	@$(PY) -m benchmarks.febrl_keys
	@$(PY) -m benchmarks.treaty
	@$(PY) -m tools.figures bench

lock: .venv/.dev ## resolve the newest versions again and write their hashes
	@$(PUBLIC) $(COMPILE) --upgrade --extra dev -o requirements/dev.txt pyproject.toml
	@$(PUBLIC) $(COMPILE) --upgrade -c requirements/dev.txt -o requirements/core.txt pyproject.toml
	@! grep -nE '://|(^| )/' requirements/core.txt requirements/dev.txt
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && echo "looking for a wheel of each ..." && \
		$(PUBLIC) $(PIP) download $(FROM_LOCK) --dest "$$folder" -r requirements/dev.txt
	@git diff --stat -- requirements

wheel: .venv/.dev ## build the wheel and the source archive into dist/
	@$(PY) -m build --no-isolation --outdir dist .

clean: ## remove what was made here: .venv, build, dist and caches
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# ── set-up: once, and again when the lock or pyproject.toml has changed ────────────────────────────────────

.venv/.made:
	@PYTHON="$(PYTHON)" sh tools/make_venv.sh
	@touch $@

.venv/.core: .venv/.made requirements/core.txt pyproject.toml
	@echo "installing the product from requirements/core.txt ..."
	@$(PIP) install $(FROM_LOCK) -r requirements/core.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.core requirements/dev.txt
	@echo "installing what tests need from requirements/dev.txt ..."
	@$(PIP) install $(FROM_LOCK) -r requirements/dev.txt
	@touch $@
