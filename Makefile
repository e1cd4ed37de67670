# Two commands: `make demo` ends in a report, `make test` in a test summary; `make lint docs` checks style and documentation.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo serve test coverage lint docs benchmark performance lock clean

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	-$(BIN)/python -m compileall -q -q -j 0 $(VENV)/lib # pip compiles on one core; what is no Python of this version stays as it is
	touch $@

demo: $(VENV)/.ready
	$(BIN)/groundfloor demo

serve: $(VENV)/.ready
	$(BIN)/groundfloor serve --demo

# a file stays in one process, for what its tests share; in the order of the folders, so that the last ones are short
TOGETHER := --numprocesses auto --dist loadfile --no-loadscope-reorder

test: $(VENV)/.ready
	$(BIN)/python -m pytest $(TOGETHER) --durations 15

# of both packages, by every test: takes about twice the time of the tests
coverage: $(VENV)/.ready
	$(BIN)/python -m pytest $(TOGETHER) --cov

lint: $(VENV)/.ready
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

docs: $(VENV)/.ready
	$(BIN)/python -m sphinx -n -W docs build/docs

# beside the peers, each in an environment of its own; other sizes with `make benchmark PERSONS="50000 1000000"`
build/%/.ready:
	$(PYTHON) -m venv build/$*
	build/$*/bin/python -m pip install --quiet --disable-pip-version-check $(PEER_$*)
	touch $@

PEER_openfisca := openfisca-core==46.0.1
PEER_policyengine := policyengine-core==3.33.12

benchmark: $(VENV)/.ready build/openfisca/.ready build/policyengine/.ready
	$(BIN)/python benchmarks/run.py $(PERSONS)

# the table of docs/performance.md, in one run on an idle machine
performance: $(VENV)/.ready build/openfisca/.ready build/policyengine/.ready
	$(BIN)/python benchmarks/performance.py $(ARGUMENTS)

# extras stay in the lock: older pips refuse a hashed lock whose `coverage[toml]` is pinned as `coverage`
lock:
	uv pip compile pyproject.toml --extra test --extra docs --extra geo --extra web --extra postgresql --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --no-strip-extras -o requirements.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
