# Two commands are enough on a fresh Debian 12: `make run` and `make test`.
PORT ?= 8000
# What Python compiles is kept: tests and uploads start many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run serve test lint bench

help: ## Show this list (the default)
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## Install what the program needs
	scripts/setup.sh run

run: setup ## Set up, then serve
	@$(MAKE) --no-print-directory serve

# Loads nothing into a database that has data already.
serve: export DEMO = 1
serve: ## Serve the demo on http://127.0.0.1:8000/ (PORT=… for another port)
	.venv/bin/python manage.py migrate --noinput
	.venv/bin/python manage.py load_demo
	.venv/bin/python manage.py collectstatic --noinput -v 0
	@echo "==> http://127.0.0.1:$(PORT)/"
	scripts/serve.sh --bind 127.0.0.1:$(PORT) \
		--worker-class gthread --workers 2 --threads 4 --access-logfile -

# One process more than there are cores, for many tests wait for another program.
TESTS = .venv/bin/pytest -n $$(($$(nproc) + 1))
test: ## Set up, lint, and run all tests; those of the database on PostgreSQL too
	scripts/setup.sh test
	@$(MAKE) --no-print-directory lint
	$(TESTS) -m "not e2e"
	scripts/with_postgres.sh $(TESTS) -m "database and not rights and not e2e"
	$(TESTS) tests/browser

lint: ## Check code, types, templates, migrations and settings
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/djlint --lint templates
	.venv/bin/python manage.py makemigrations --check --dry-run
	.venv/bin/python manage.py check --deploy --fail-level ERROR

bench: ## Measure how fast it is
	.venv/bin/python scripts/bench.py
	.venv/bin/python scripts/bench_export.py
	.venv/bin/python scripts/bench_checks.py
	.venv/bin/python scripts/bench_desk.py
	.venv/bin/python scripts/bench_editor.py
