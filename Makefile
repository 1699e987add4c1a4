# Everything a person needs: `make help`.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := _config.yml _toc.yml $(shell find book notebooks numrec companion data/mnist -type f -not -path '*/__pycache__/*' -not -path '*/.ipynb_checkpoints/*')

.PHONY: help book pictures offline epub pdf test check notebooks check-notebooks coverage train play anki studies workshop bench bench-play weigh cluster check-cluster check-nbgrader check-pdf fuzz mutants lab pins clean writable
.DEFAULT_GOAL := help

# Python keeps what it has compiled, whatever the shell says: a build loads two thousand files.
unexport PYTHONDONTWRITEBYTECODE

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

# What writes into this folder says so first; a built book is read from a folder of any kind.
offline pictures epub pdf test notebooks train play anki studies workshop bench bench-play weigh cluster fuzz mutants lab pins: writable

book: _build/html/.built ## Build the book and say where it is
	@$(BIN)/python -c 'from pathlib import Path; print("The book:", Path("_build/html/index.html").absolute().as_uri())'

_build/html/.built: .venv/.ready $(SOURCES)
	@$(WRITABLE)
	$(BIN)/jupyter-book build . -q
	@touch $@

offline: book ## Pack the book into one file to take along: _build/book-offline.zip
	$(BIN)/python -m tools.offline

pdf: book .venv/.tests ## Print the book as one PDF: _build/book.pdf (needs Chromium)
	$(BIN)/python -m tools.pdf

epub: book ## Pack the book for an e-reader: _build/book.epub
	$(BIN)/python -m tools.epub

test: .venv/.tests ## Check everything: code, types, coverage, notebooks, pages
	@$(BIN)/python -m tools.check

check-notebooks: .venv/.tests # Every notebook against its stored outputs
	@$(BIN)/python -m tools.check notebooks

notebooks: .venv/.ready ## Run all notebooks and store their outputs
	$(BIN)/python -m tools.build_it
	$(BIN)/python -m tools.derive_it
	$(BIN)/python -m tools.run_notebooks

coverage: .venv/.ready ## Show which step has which checks
	$(BIN)/python -m companion.pages.coverage

train: .venv/.ready ## Make the trained models in models/ again
	$(BIN)/python -m tools.train_models
	$(BIN)/python -m tools.model_table

play: .venv/.ready ## Pack the models and digits for the pages to play with
	$(BIN)/python -m tools.drawings
	$(BIN)/python -m tools.hand
	$(BIN)/python -m tools.play_data
	$(BIN)/python -m tools.train_data
	$(BIN)/python -m tools.bet_data

pictures: book .venv/.tests ## Photograph the pieces to play with, for paper (needs Chromium)
	$(BIN)/python -m tools.piece_pictures

anki: .venv/.ready ## Write the questions and equations as a deck for Anki
	$(BIN)/python -m tools.anki_deck

studies: .venv/.ready ## Make again what the chapters of Part II draw: longer trainings (hours, goes on where it was)
	$(BIN)/python -m tools.studies

workshop: .venv/.ready ## Write the network yourself, checked stage by stage (HINT=1 UPTO=n MINE=PATH)
	@$(BIN)/python -m companion.exercises.workshop $(if $(MINE),--mine "$(MINE)") $(if $(UPTO),--upto $(UPTO)) $(if $(HINT),--hint)

bench: .venv-bench/.ready ## Time numrec beside PyTorch and scikit-learn (installs them)
	.venv-bench/bin/python -m benchmarks.compare
	$(BIN)/python -m benchmarks.figure

bench-play: book .venv/.tests ## Time the pages to play with in Chromium
	$(BIN)/python -m benchmarks.in_the_browser

weigh: book .venv/.tests ## Weigh each page in Chromium: requests, bytes, first paint, layout shift
	$(BIN)/python -m benchmarks.pages

cluster: check-cluster ## Train on a local Dask cluster and compare (installs Dask)
	OPENBLAS_NUM_THREADS=1 .venv-cluster/bin/python -m tools.train_on_cluster

check-cluster: .venv-cluster/.ready # Also run by .ci/run; the other tests need a browser, these Dask
	NUMREC_CLUSTER=1 .venv-cluster/bin/python -m pytest -q --noconftest tests/cluster

check-nbgrader: .venv-nbgrader/.ready ## Grade both assignments with nbgrader, without a server (installs it)
	.venv-nbgrader/bin/python -m tools.check_nbgrader

check-pdf: book .venv/.tests # Also run by .ci/run: the whole book as a PDF; make test prints three pages
	NUMREC_PDF=whole NUMREC_SITE=_build/html $(BIN)/python -m pytest -q tests/site/test_pdf.py

fuzz: .venv/.tests ## Give every reader 100,000 broken files
	$(BIN)/python -m tools.fuzz

mutants: .venv-mutants/.ready .venv/.tests ## Plant mistakes in numrec and count those that its tests see (an hour or two)
	$(BIN)/python -m tools.mutants

lab: .venv/.ready ## Open the notebooks in JupyterLab
	$(BIN)/pip install -q -r requirements-lab.txt
	$(BIN)/jupyter lab notebooks

pins: ## Compile the requirements files anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras --group book --group notebooks -o requirements.txt --quiet
	uv pip compile --group test --universal --python-version 3.11 -c requirements.txt -o requirements-test.txt --quiet
	uv pip compile pyproject.toml --universal --python-version 3.11 --group lab -c requirements.txt -o requirements-lab.txt --quiet
	uv pip compile pyproject.toml --universal --python-version 3.11 --group cluster -c requirements.txt -c requirements-test.txt -o requirements-cluster.txt --quiet
	uv pip compile --group mutants --universal --python-version 3.11 -c requirements.txt -o requirements-mutants.txt --quiet
	uv pip compile --group nbgrader --universal --python-version 3.11 -c requirements.txt -o requirements-nbgrader.txt --quiet
	printf -- '-e .\n' >> requirements.txt

clean: ## Remove what was built, and the environment
	rm -rf _build .venv .venv-bench .venv-cluster .venv-mutants .venv-nbgrader .pytest_cache .mypy_cache .ruff_cache .hypothesis

WRITABLE = test -w . || { echo "$(CURDIR) cannot be written to: copy it to a folder of your own, and say make there"; exit 1; }

writable:
	@$(WRITABLE)

.venv/.ready: requirements.txt pyproject.toml
	@$(WRITABLE)
	@command -v $(PYTHON) >/dev/null || { echo "no $(PYTHON) found: install Python 3.11 or newer, or say make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$$($(PYTHON) --version) found: Python 3.11 or newer is needed; say make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv module: install it (Debian: apt install python3-venv)"; exit 1; }
	@echo "Setting up .venv: a minute or two"
	@# Set up anew where an earlier try was cut off before pip was there.
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@# Python compiles what is used, when it is used: a fifth of the whole.
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.tests: .venv/.ready requirements-test.txt
	@$(WRITABLE)
	@echo "Adding to .venv what the tests need"
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements-test.txt
	@touch $@

.venv-bench/.ready: .venv/.ready benchmarks/requirements.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt -e .
	@touch $@

.venv-cluster/.ready: .venv/.ready requirements-cluster.txt
	$(PYTHON) -m venv .venv-cluster
	.venv-cluster/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-cluster.txt -e .
	@touch $@

.venv-mutants/.ready: .venv/.ready requirements-mutants.txt
	$(PYTHON) -m venv .venv-mutants
	.venv-mutants/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-mutants.txt
	@touch $@

.venv-nbgrader/.ready: .venv/.ready requirements-nbgrader.txt
	$(PYTHON) -m venv .venv-nbgrader
	.venv-nbgrader/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-nbgrader.txt -e .
	@touch $@
