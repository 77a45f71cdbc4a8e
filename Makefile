# `make demo`, `make gui` and `make test` do all the set-up themselves: virtual environment, pinned packages, and on
# Debian or Ubuntu the libraries that tests need. VENV=folder puts the environment elsewhere.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
DEMO ?= demo
MINUTES ?= 1
FETCHED = Fetching what seqgen needs: about 520 MB, of which PyTorch 190 and Qt 260 (with PyTorch for NVIDIA cards, which \
pip takes on Linux if nothing else is there, some gigabytes more).

.PHONY: demo test coverage lint docs manual wheel bundle setup clean gui translations starters

demo: $(VENV)/.ready
	@mkdir -p $(DEMO)
	@echo "Training on the bundled chorales for $(MINUTES) minute(s)."
	@run=$(DEMO)/chorales-$$(date +%Y%m%d-%H%M%S) && \
		$(BIN)/seqgen train chorales --minutes $(MINUTES) --out $$run && \
		$(BIN)/seqgen sample $$run -n 4 --bars 16 -t 0.9 --max-copy 16 --out $(DEMO)/takes | tee $$run/takes && \
		$(BIN)/seqgen render "$$(head -n 1 $$run/takes)" && \
		echo "Four takes as MIDI and one as WAV are in $(DEMO)/takes; the model is $$run/model.safetensors." && \
		echo "Of one minute they are sketches: after ten (make demo MINUTES=10) they keep to a key, and most close as pieces do."
	@echo "Two takes of drums, a model that comes with seqgen:"
	@$(BIN)/seqgen sample drums -n 2 --bars 8 --out $(DEMO)/takes --wav

gui: $(VENV)/.ready
	$(BIN)/seqgen gui

# the models that come with seqgen, an hour each: make starters DATA=folder [ONLY="drums verse"] [MINUTES=60]. Stopped by
# Ctrl-C, the same command goes on where it was; what is finished under build/starters is not made again
starters: $(VENV)/.ready
	@test -n "$(DATA)" || { echo "say where the collections are: make starters DATA=folder (corpora/README.md)" >&2; exit 1; }
	$(BIN)/python corpora/starters/make.py "$(DATA)" $(if $(ONLY),--only $(ONLY)) $(if $(filter command%,$(origin MINUTES)),--minutes $(MINUTES))

# the program with all that it needs in one folder, build/bundle/seqgen, and on Debian or Ubuntu a package of it; some
# minutes. torch should be that of the CPU (README.md)
bundle: manual
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt pyinstaller
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN --workpath build/bundle/work --distpath build/bundle \
		gui/bundle/seqgen.spec
	@du -sh build/bundle/seqgen
	@if command -v dpkg-deb >/dev/null; then $(BIN)/python gui/bundle/deb.py build/bundle/seqgen build/bundle; fi

# two tests at a time, so that each has one core; with compiled tests kept, or each of both would compile all of them
test: $(VENV)/.ready-dev
	PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile

# the tests once more, slower, with the share of lines that they run
coverage: $(VENV)/.ready-dev
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 \
		--cov=seqgen --cov=gui --cov-report=term:skip-covered

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory docs

# the documentation site, into site/; the variable silences the notice about MkDocs 2
docs: $(VENV)/.ready-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# the same beside the window, which opens it from the menu, and into the wheel. Browsers search no pages of files
manual: $(VENV)/.ready-dev
	rm -rf gui/manual
	SEARCH=false NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir gui/manual

# the wheel with the manual in it, into dist/
wheel: manual
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

setup: $(VENV)/.ready-dev

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory $(VENV)/bin/python
	@echo "$(FETCHED)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml constraints.txt
	@$(MAKE) --no-print-directory $(VENV)/bin/python
	@if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then sh tests/system-packages.sh; fi
	@echo "$(FETCHED)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,docs]"
	@touch $@ $(VENV)/.ready

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
		command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] || \
			{ echo "Python's venv module is missing; install it (Debian: apt-get install python3-venv)" >&2; exit 1; }; \
		apt-get update -q && apt-get install -qy python3-venv && rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }

clean:
	rm -rf $(VENV) $(DEMO) build dist site gui/manual *.egg-info .pytest_cache .mypy_cache .ruff_cache

# the window's languages: what the code says now, the templates of errors among it, into the .ts files, these into the
# .qm files that Qt reads
translations: $(VENV)/.ready-dev
	@mkdir -p build
	$(BIN)/python -m gui.translations.templates > build/templates.py
	$(BIN)/pyside6-lupdate -silent -no-obsolete -locations none -extensions py gui build/templates.py \
		-ts gui/translations/seqgen_es.ts
	$(BIN)/pyside6-lupdate -silent -no-obsolete -locations none -pluralonly -extensions py gui -ts gui/translations/seqgen_en.ts
	$(BIN)/pyside6-lrelease -silent gui/translations/seqgen_es.ts gui/translations/seqgen_en.ts
