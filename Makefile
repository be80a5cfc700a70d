# make help lists the commands; README explains them.
BIN := .venv/bin
CATALOGUES := $(shell find gongfu enterprises diagnosis reports -name '*.po' 2>/dev/null)
WORKERS ?= 2
ONLY ?=
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help install run test lint bench faults laws verify lock messages openapi

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 12

install: .venv/installed messages ## make .venv from the lock files; a second run has nothing to do

.venv/installed: requirements/dev.lock requirements/install.lock requirements/install.sh
	@requirements/install.sh requirements/dev.lock
	@touch $@

messages: .venv/installed $(CATALOGUES:.po=.mo) ## compile the message catalogues

%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

run: install ## the whole system on this machine; PORT and GONGFU_DATA are honoured
	@exec $(BIN)/python manage.py serve

test: install ## the whole suite, on SQLite and on PostgreSQL with a Redis-protocol server
	@failed=0; \
	for profile in sqlite pg; do \
		DB=$$profile $(BIN)/pytest -q -n $(WORKERS) $(ARGS) || failed=1; \
	done; exit $$failed

lint: install ## style, types, import contracts, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run

bench: install ## performance figures, one JSON object a line
	@$(BIN)/python -m benchmarks $(ONLY)

faults: install ## the fault rows of the quick set; ONLY=R-F02 runs one, DB=pg chooses the services
	@$(BIN)/python -m tests.faults $(ONLY)

laws: install ## the laws of scoring on thousands of sheets; ONLY=siri-bands-2020 takes one release
	@$(BIN)/python -m tests.verify $(ONLY)

verify: install ## the full sizes; takes long
	@$(BIN)/python -m tests.verify
	@$(BIN)/python -m tests.verify.planning
	@$(BIN)/python -m tests.verify.forecast
	@for profile in sqlite pg; do DB=$$profile $(BIN)/python -m tests.verify.saving || exit 1; done
	@for profile in sqlite pg; do DB=$$profile $(BIN)/python -m tests.verify.reports || exit 1; done
	@$(BIN)/python -m tests.faults --full $(ONLY)
	@$(BIN)/python -m benchmarks --full $(ONLY)

openapi: install ## rewrite the snapshot of the partner API's contract
	@$(BIN)/python manage.py spectacular --lang en --format openapi-json --file tests/snapshots/openapi.json

lock: .venv/installed ## choose versions anew within requirements/*.in
	@for set in install base dev; do \
		$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 \
			--no-emit-index-url --no-emit-find-links --no-header --no-annotate \
			requirements/$$set.in --output-file requirements/$$set.lock; \
	done
