# make demo: set up, run the Hayle study, say where the report is.   make test: set up, lint, type-check, test.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
  BIN := .venv/Scripts
else
  BIN := .venv/bin
endif
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo test bench

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	$(BIN)/python -c "import pathlib; pathlib.Path('.venv/ready').touch()"

demo: setup
	$(BIN)/bluelight run hayle --quick --workers 2

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

bench: setup
	$(BIN)/python -m benchmarks.region_speed
	$(BIN)/python -m benchmarks.calls_per_second
	$(BIN)/python -m benchmarks.batch
