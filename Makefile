# `make run` needs Python 3.11 or newer and make; the rest is fetched into .venv.
PYTHON ?= python3
PORT ?= 8000
DIR ?= var/dump
SITE = .venv/bin/python manage.py
PIP = .venv/bin/python -m pip --disable-pip-version-check install --quiet
COMPILE = .venv/bin/python -m piptools compile --quiet --generate-hashes \
	--no-emit-options --no-header --strip-extras
# What the site says is seen at once, into a pipe too.
export PYTHONUNBUFFERED = 1

help: ## Say what each recipe does.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1 \2/p' Makefile | \
		while read -r name words; do printf '%-13s %s\n' "$$name" "$$words"; done

run: .venv/site.stamp ## Run the site on http://127.0.0.1:8000, ready to use (PORT=8000).
	@$(SITE) migrate --verbosity 0
	@$(SITE) load fixtures --if-empty
	@$(SITE) reindex --if-empty
	@$(SITE) first_moderator
	@$(SITE) runserver $(PORT)

test: ## Run every check and every test, on each database that answers.
	@.ci/packages $(PYTHON)
	@$(MAKE) --no-print-directory .venv/tools.stamp
	@.ci/test

lint: .venv/tools.stamp ## Check the style of the code, and that no migration is missing.
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@find templates -name '*.html' -exec .venv/bin/djade --check {} +
	@$(SITE) makemigrations --check --dry-run

format: .venv/tools.stamp ## Write the code and the templates in the house style.
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format
	@find templates -name '*.html' -exec .venv/bin/djade {} +

messages: .venv/site.stamp ## Gather the texts to translate and compile the translations.
	@$(SITE) makemessages --locale fr --locale es --no-obsolete --add-location file
	@$(SITE) compilemessages --ignore .venv

dump: .venv/site.stamp ## Write what is published to a folder (DIR=var/dump).
	@$(SITE) dump $(DIR)

bench: .venv/site.stamp ## Measure how long pages take.
	@$(SITE) bench

bench-load: .venv/site.stamp ## Measure requests per second (needs wrk; OPTIONS=--help).
	@$(SITE) bench_load $(OPTIONS)

reliability: .venv/site.stamp ## Try whether an acknowledged change can be lost.
	@$(SITE) reliability $(OPTIONS)

# With the oldest Python: a pin made for a later one may not install on it.
requirements: .venv/tools.stamp ## Pin the dependencies anew (ASK=--upgrade: newer ones).
	@$(PIP) 'pip-tools>=7,<8'
	@$(COMPILE) $(ASK) --output-file requirements.txt requirements.in
	@$(COMPILE) $(ASK) --output-file requirements-dev.txt requirements-dev.in

# A stamp is younger than what it was installed from, or there is work to do.
.venv/site.stamp: requirements.txt
	@.ci/environment $(PYTHON)
	@echo "Installing the packages that the site needs..."
	@$(PIP) --require-hashes --requirement requirements.txt
	@touch $@

.venv/tools.stamp: .venv/site.stamp requirements-dev.txt
	@echo "Installing the packages that checks and tests need..."
	@$(PIP) --require-hashes --requirement requirements-dev.txt
	@touch $@

.PHONY: help run test lint format messages dump bench bench-load reliability \
	requirements
