# Two commands matter: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo install test test-unit test-postgres test-browser test-cluster lint format bench bench-warehouse bench-dashboards bench-all lock clean

PORT ?= 8000
SCALE ?= small

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

demo: ## Load an invented city and serve it (PORT=8000, SCALE=small or city)
	@scripts/demo.sh "$(SCALE)" "$(PORT)"

install: ## Make .venv with what running needs, and nothing else
	@scripts/install.sh

test: ## Run every check and every test, on SQLite and on PostgreSQL
	@scripts/test.sh

test-unit: ## Tests on SQLite alone, without the browser
	@scripts/test.sh unit

test-postgres: ## Tests on a PostgreSQL that is started for them
	@scripts/test.sh postgres

test-browser: ## The journeys in a real Chromium
	@scripts/test.sh browser

test-cluster: ## The measures on a real Spark cluster of a master and two workers
	@scripts/test-cluster.sh

lint: ## Format, lint, types, contracts, migrations and translations
	@scripts/test.sh lint

format: ## Put Python and templates into shape
	@scripts/install.sh test
	@.venv/bin/ruff format -q . && .venv/bin/ruff check -q --fix .
	@git ls-files '*.html' | xargs -r .venv/bin/djade --target-version 5.2 || true

bench: ## Measure speed beside a bare Django view (BENCH=options of bench/run)
	@. scripts/common.sh && . scripts/postgres.sh && { has_postgres || need postgresql; }
	@scripts/install.sh test
	@bench/run $(BENCH)

bench-warehouse: ## Measure the warehouse beside bare DuckDB (BENCH=options of bench/run-warehouse)
	@scripts/install.sh cluster
	@bench/run-warehouse $(BENCH)

bench-dashboards: ## Measure dashboards over a city's figures (BENCH=options of bench/run-dashboards)
	@. scripts/common.sh && . scripts/postgres.sh && { has_postgres || need postgresql; }
	@scripts/install.sh test
	@bench/run-dashboards $(BENCH)

bench-all: bench bench-warehouse bench-dashboards ## Every measurement, one after another (over an hour)
	@for each in sizes clocks duplicates imports; do bench/run-$$each || exit 1; done

lock: ## Resolve the dependencies anew (needs the network)
	@scripts/lock.sh

clean: ## Remove the demo's data and everything generated, but not .venv
	@rm -rf var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find huiying -name '*.mo' -delete
