# The commands of the project. Needed: Python 3.11, 3.12 or 3.13, and make.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
# Tools that only read the settings must not start a database.
NO_DATABASE := DATABASE_URL=postgresql://nobody@localhost/none
WORKERS ?= logical

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test lint lint-types lint-style checks format messages bench bench-matching bench-service pins clean

help: ## Show the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.base ## Run the whole product on this machine, with demo data (PORT=8000)
	@exec $(RUN) -m lerarenstage.demo

demo-reset: $(VENV)/.base ## Throw the demo's data away and load them anew
	@$(RUN) -m lerarenstage.demo reset

# By file, in the order of tests/conftest.py: the long files first.
test: $(VENV)/.dev ## Run the whole suite; says what was skipped and why
	@$(RUN) -m lerarenstage.translations compile
	@$(RUN) -m pytest -n $(WORKERS) --maxprocesses 8 --dist loadfile --no-loadscope-reorder -rs

lint: lint-types lint-style ## Everything that is checked without running the product

lint-types: $(VENV)/.dev
	$(NO_DATABASE) $(RUN) -m mypy .

lint-style: $(VENV)/.dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(VENV)/bin/lint-imports
	$(RUN) -m djlint templates --check --quiet
	$(RUN) -m djlint templates --lint
	$(RUN) -m lerarenstage.translations check

# What a production environment gives, with nothing real in it.
PRODUCTION := SECURE=1 DEBUG=0 DEMO=0 ALLOWED_HOSTS=stages.example SITE_URL=https://stages.example \
	DEFAULT_FROM_EMAIL=stages@stages.example EMAIL_URL=smtp+tls://name:word@mail.example:587 \
	REDIS_URL=redis://redis.example:6379/0

checks: $(VENV)/.dev ## Migrations are complete, and production settings pass `check --deploy`
	DEMO=1 $(RUN) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(NO_DATABASE) \
		SECRET_KEY=$$($(RUN) -c "import secrets; print(secrets.token_urlsafe(64))") \
		$(RUN) manage.py check --deploy --fail-level WARNING

format: $(VENV)/.dev ## Bring code and templates in the house style
	$(RUN) -m ruff check --fix-only .
	$(RUN) -m ruff format .
	-$(RUN) -m djlint templates --reformat --quiet

messages: $(VENV)/.base ## Bring locale/*.po up to date with the program (needs gettext)
	@$(RUN) -m lerarenstage.translations extract

bench: $(VENV)/.dev ## Say which benchmarks there are
	@$(RUN) -m benchmarks

bench-matching: $(VENV)/.bench ## Our matching and its peers, side by side (SIZES="1000 5000")
	@$(RUN) -m benchmarks matching $(SIZES) $(ARGS)

bench-service: $(VENV)/.dev ## Reading, publishing and one request, on a large year
	@$(RUN) -m benchmarks service $(SIZES) $(ARGS)

PIP_COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --python-version 3.11 \
	--custom-compile-command "make pins"

pins: $(VENV)/.dev ## Pin the packages of pyproject.toml anew, with hashes
	@$(RUN) -m pip install --quiet uv
	$(PIP_COMPILE) --upgrade pyproject.toml -o requirements/base.txt
	$(PIP_COMPILE) --upgrade pyproject.toml --group dev -o requirements/dev.txt
	$(PIP_COMPILE) --upgrade --group bench --constraint requirements/dev.txt \
		--no-emit-package numpy -o requirements/bench.txt

clean: ## Remove the virtual environment and what the tools wrote (not the demo's data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis staticfiles

# --- The virtual environment: made once, filled again when the pins change. ---

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1)." \
		"Choose one: make PYTHON=python3.12"; exit 1; }
	@$(RUN) -m pip --version >/dev/null 2>&1 || { \
		echo "Making the virtual environment ..."; \
		$(PYTHON) -m venv --clear $(VENV); \
	} || { rm -rf $(VENV); echo "This Python cannot make a virtual environment;" \
		"on Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

# Every package is pinned with its hash, so pip has nothing to resolve.
INSTALL = $(RUN) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r

$(VENV)/.base: requirements/base.txt | $(VENV)/.made
	@if [ -e $(VENV)/.dev ]; then rm -f $(VENV)/.dev; fi
	@echo "Installing the packages of $< ..."
	@$(INSTALL) $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/base.txt | $(VENV)/.made
	@echo "Installing the packages of $< ..."
	@$(INSTALL) $<
	@touch $(VENV)/.base $@

# The benchmark's peers lie beside the product's packages, where nothing imports them by mistake.
$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	@echo "Installing the packages of $< ..."
	@rm -rf $(VENV)/bench
	@$(INSTALL) $< --target $(VENV)/bench
	@touch $@
