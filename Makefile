# The commands of the project. `make demo` and `make test` are all that a new machine needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
SHARED ?= ../shared

.PHONY: install demo test check docs eval bench clean

install: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $(STAMP)

demo: $(STAMP) ## read the examples, print who holds what, write the brief and its map
	@rm -rf out && mkdir -p out
	$(BIN)/whoholds add --ledger out/demo.sqlite examples
	$(BIN)/whoholds who --ledger out/demo.sqlite
	$(BIN)/whoholds export brief --ledger out/demo.sqlite --output out/brief.html

test: check ## everything that must pass
	$(BIN)/pytest
	$(MAKE) --no-print-directory eval

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(STAMP) ## write the generated pages again
	$(BIN)/python -m benchmarks.write_docs

eval: $(STAMP) ## score the reader on the gold reports and fail below the floors
	$(BIN)/python -m benchmarks.evaluate --shared $(SHARED)

bench: $(STAMP) ## speed of reading against the bare parser, in one run on one core
	$(BIN)/python -m benchmarks.speed --shared $(SHARED)

clean:
	rm -rf $(VENV) out dist build
