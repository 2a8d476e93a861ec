# The commands of this project; `make help` lists them. Everything is in scripts/, in plain Python.
#   PORT=8070          another port for `make run`
#   ARGS="-k notice"   words for pytest
#   ODOO_HOME=folder   an Odoo 19 that you have; ODOO_GIT=address (and ODOO_BRANCH) a git repository of it
#   DEBIAN_MIRROR=address   a mirror of Debian, where the machine's own apt sources name none
#   PYTHON=program     a Python 3.11 (to 3.13, where all pinned packages exist for it)
#   PGHOST=host        a PostgreSQL server that you have (with PGPORT, PGUSER, PGPASSWORD)
PYTHON ?= python3
DEV = exec $(PYTHON) scripts/dev.py
export PYTHON

.DEFAULT_GOAL = help
.PHONY: help run test test-pure lint fmt demo-reset i18n shots bench stop clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## the demo at http://localhost:8069, until Ctrl-C (PORT=8070 for another port)
	@$(DEV) run

test: ## all tests, with linters and browser; ARGS="-k notice" for some, KEEP=1 to keep the template database
	@$(DEV) test

test-pure: ## the rules alone, without Odoo or database, in a second
	@$(DEV) test-pure

lint: ## ruff, pylint with the OCA's rules, and Odoo's own linters
	@$(DEV) lint

fmt: ## format Python and sort imports
	@$(DEV) fmt

demo-reset: ## the demo as on its first day
	@$(DEV) demo-reset

i18n: ## export the terms of our addons and say which lack Chinese
	@$(DEV) i18n

shots: ## screenshots for the documentation
	@$(DEV) shots

bench: ## the benchmarks of bench/
	@$(DEV) bench

stop: ## stop what this checkout left running
	@$(DEV) stop

clean: ## stop all, and delete databases and logs of this checkout (downloads stay in the cache)
	@$(DEV) clean
