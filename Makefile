# The commands of the project. `make demo` and `make test` are all that a new machine needs.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
SHARED ?= ../shared

.PHONY: install demo test check docs eval eval-diff bench bench-places bench-days bench-attribution bench-origins bench-events bench-negatives bench-control bench-ledger bench-web bench-web-load island serve clean

install: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $(STAMP)

demo: $(STAMP) ## read the examples, print who holds what, write the brief with its map
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
	$(BIN)/python scripts/write_docs.py

eval: $(STAMP) ## score the reader on the gold reports; fails below the floors
	$(BIN)/python -m benchmarks.evaluate --shared $(SHARED)

eval-diff: $(STAMP) ## claims gained and lost on gold/dev since BASE (default HEAD)
	$(BIN)/python -m benchmarks.evaluate_diff --shared $(SHARED) --base $(or $(BASE),HEAD)

bench: $(STAMP) ## speed of reading against the bare parser, in one run on one core
	$(BIN)/python -m benchmarks.speed --shared $(SHARED)

bench-places: $(STAMP) ## how many places are found and located, and how many rightly
	$(BIN)/python -m benchmarks.places --shared $(SHARED)
	$(BIN)/python -m benchmarks.lookup --shared $(SHARED)

bench-days: $(STAMP) ## expressions of time on TimeBank, and the day slot on gold
	$(BIN)/python -m benchmarks.days --shared $(SHARED)

bench-attribution: $(STAMP) ## who says what, on PolNeAR and gold; fails below its floors
	$(BIN)/python -m benchmarks.attribution --shared $(SHARED)

bench-origins: $(STAMP) ## how well copies are found, and how fast
	$(BIN)/python benchmarks/origins.py

bench-events: $(STAMP) ## which snippets tell that a place changed hands; fails below its floor
	$(BIN)/python -m benchmarks.case2021 --shared $(SHARED)

bench-negatives: $(STAMP) ## claims read from 500 sentences of sport, business, health and politics; fails above three
	$(BIN)/python -m benchmarks.negatives --shared $(SHARED)

bench-control: $(STAMP) ## the estimator on simulated, annotated and Afghan reports, beside its baselines
	$(BIN)/python benchmarks/control.py scores
	$(BIN)/python benchmarks/control_gold.py
	$(BIN)/python benchmarks/control_afghanistan.py
	$(BIN)/python benchmarks/control.py speed

bench-ledger: $(STAMP) ## who, search and counts over 200,000 made-up claims (--claims 1000000 takes a quarter of an hour)
	$(BIN)/python -m benchmarks.ledger

bench-web: $(STAMP) ## first paint and slider steps of the map with 2,000 places
	$(BIN)/python -m benchmarks.web

bench-web-load: $(STAMP) ## eight clients for a minute over every kind of page of a running app (URL=http://127.0.0.1:8000)
	$(BIN)/python -m benchmarks.web_load --url $(or $(URL),http://127.0.0.1:8000) --seconds $(or $(SECONDS),60)

island: ## bundle the map island and its style sheet into the package (needs Node; users of the package do not)
	cd web-island && { [ -d node_modules ] || npm ci --no-audit --no-fund --ignore-scripts; } && npm run --silent check && npm run --silent build
	$(BIN)/python scripts/compile_basemap.py

serve: $(STAMP) ## the web app over the examples, on this machine only
	@mkdir -p out
	$(BIN)/whoholds add --ledger out/demo.sqlite examples
	$(BIN)/whoholds serve --ledger out/demo.sqlite --port $(or $(PORT),8000)

clean:
	rm -rf $(VENV) out dist build
