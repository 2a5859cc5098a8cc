# Every target says what it does in the line behind `##`; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE
PY := .venv/bin/python

.PHONY: help demo test check bench campaign pictures docs map services

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

demo: ## run the main job on real press reports, then serve it on 127.0.0.1:8000 (ARGS="--no-serve --json")
	@tools/setup
	@$(PY) -m haal demo $(ARGS)

test: ## run the tests (under 10 minutes; parts that need a server are skipped without `make services`)
	@tools/setup dev
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: ## lint, types, import floors, and that the map and the migration are fresh
	@tools/setup dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache
	$(PY) tools/map.py --check
	tools/fresh-migration --check

bench: ## run every benchmark beside its peers and write benchmarks/RESULTS.md
	@tools/setup
	@$(PY) benchmarks/all.py $(ARGS)

campaign: ## run the long fault campaigns (kills, power cuts, a log of a million leaves, leaks, five hundred people nobody may find, a dispatcher shot in mid-delivery, a million CAP messages, estimates of totals that are known, reports in a thousand orders)
	@tools/setup dev
	@$(PY) campaigns/kill.py
	@$(PY) campaigns/powercut.py
	@$(PY) campaigns/sequencer_kill.py
	@$(PY) campaigns/ledger.py
	@$(PY) campaigns/leaks.py
	@$(PY) campaigns/harassment.py
	@$(PY) campaigns/dispatch.py
	@$(PY) campaigns/hawaii.py
	@$(PY) campaigns/cap.py
	@$(PY) campaigns/estimate.py
	@$(PY) campaigns/linkage_order.py

pictures: ## write the screenshots in docs/pictures (needs `make services`)
	@tools/setup dev
	@$(PY) tools/pictures.py

docs: map ## write the generated pages of docs/reference, and gather what people see for translators
	@$(PY) tools/messages.py
	@$(PY) tools/reference.py

map: ## write docs/reference/map.md from the import graph
	@tools/setup dev
	@$(PY) tools/map.py

services: ## install and start PostgreSQL, a mail server, Kannel and the programs tests call (Debian, root)
	@tools/services start
