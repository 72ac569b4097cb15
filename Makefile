# Everything one does in this checkout. `make help` lists the targets. The work is done by the programs named here;
# make itself only says which follows which. Python >= 3.11 is all it needs; tools/bootstrap.py fetches the rest.

PYTHON ?= $(shell command -v python3 || command -v python || echo python3)
READY := $(PYTHON) tools/bootstrap.py
BIN := .venv/bin
SOURCES := src tests tools
# Set in many containers. Without kept byte code every test process compiles all of our files anew.
unexport PYTHONDONTWRITEBYTECODE

# A terminal's Ctrl-C reaches the program itself; make only waits for it.
.DEFAULT_GOAL := help
.PHONY: help ready demo serve test check fix migrate bench audit screenshots docs dist sbom lint types contracts migrations settings documents frontend peers unit slow journeys test-faults

help: ## Lists the targets.
	@$(PYTHON) tools/targets.py Makefile

demo: ## Starts the whole demo on http://127.0.0.1:8000/ (PORT= and HOST= choose another address).
	@$(READY) -- zweiklang demo

serve: ## Serves the site with the settings of the environment (docs/operations/configuration.md).
	@$(READY) -- zweiklang serve

test: check slow journeys ## Runs everything that CI runs: `make check`, the slow tests and the journeys in Chromium.

check: lint types contracts migrations settings documents frontend unit ## Runs all quick checks and tests: about a minute on two cores.

fix: ready ## Repairs what the linters can repair, and formats.
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

migrate: ## Brings the tables to this version, as the owner role.
	@$(READY) --no-frontend -- zweiklang migrate

bench: ready ## Measures the promises about performance and prints them as a table.
	$(BIN)/python -m tests.bench

screenshots: ready ## Takes the pictures of README and docs from the demo, at desktop and phone width.
	CHROMIUM="$$($(PYTHON) tools/chromium.py)" $(BIN)/python -m tests.screenshots

audit: ready ## Asks the registries whether a version we have locked is known to be vulnerable (needs the network).
	@$(READY) --no-frontend -- python -m tools.audit

docs: ready ## Writes the generated pages of docs/ anew.
	$(BIN)/zweiklang settings docs --output docs/operations/configuration.md
	$(BIN)/zweiklang documents build

dist: ## Builds the wheel, with the built front end in it, into dist/.
	@$(READY) -- uv build

sbom: ## Writes what the product consists of (CycloneDX) into dist/sbom/.
	@$(PYTHON) tools/sbom.py

ready:
	@$(READY)

lint: ready
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/python -m tools.rules

types: ready
	$(BIN)/mypy

contracts: ready
	$(BIN)/lint-imports --no-logo

migrations: ready
	$(BIN)/zweiklang django makemigrations --check --dry-run

settings: ready
	$(BIN)/zweiklang settings docs --check --output docs/operations/configuration.md

documents: ready
	$(BIN)/zweiklang documents check

frontend: ready
	@$(READY) --lint-frontend

peers: ready
	@$(READY) --peers

unit: peers
	$(BIN)/pytest -n 2 --dist worksteal --ignore=tests/journeys -m "not slow and not faults"

slow: peers
	$(BIN)/pytest -n 2 --dist loadfile --ignore=tests/journeys -m slow

journeys: peers
	CHROMIUM="$$($(PYTHON) tools/chromium.py)" && export CHROMIUM && $(BIN)/pytest -n 2 --dist loadfile tests/journeys

test-faults: peers ## Breaks a running machine in every way we know, and looks whether anything acknowledged is lost: minutes.
	$(BIN)/python tools/debian.py libfaketime.so.1
	$(BIN)/pytest -m faults tests/faults
