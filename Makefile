# Pregonero by short names. On a machine with Python ≥ 3.11 and make, `make site` is enough.

PYTHON ?= python3
ENV := .venv
PY := $(ENV)/bin/python
# What a command is told in words goes in ARGS: make serve ARGS="--port 9000"
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup site serve check test test-all lint lint-report bench locale schema lock clean

help: ## esta lista
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(ENV)/runtime ## instala lo que el programa necesita

site: $(ENV)/runtime ## construye output/
	$(PY) cli.py build $(ARGS)

serve: $(ENV)/runtime ## muestra el sitio y lo actualiza al guardar
	$(PY) cli.py serve $(ARGS)

check: $(ENV)/runtime ## revisa content/ y newsroom.toml
	$(PY) cli.py check $(ARGS)

test: $(ENV)/dev $(if $(shell command -v npm),node_modules/.installed) ## ejecuta las pruebas, y de las lentas un caso de cada una
	$(PY) -m pytest -n auto --no-loadscope-reorder $(ARGS)

test-all: ARGS += --whole
test-all: test ## ejecuta las pruebas con todos sus casos

lint: $(ENV)/dev ## revisa el código
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(ENV)/bin/lint-imports --no-cache

lint-report: $(ENV)/dev ## mide las reglas del corrector con frases etiquetadas a mano
	$(PY) tests/lint/labelled.py $(ARGS)

bench: $(ENV)/dev ## mide contra Hugo, Eleventy y Pelican: make bench N=1000
	$(PY) benchmarks/run.py $(N)

locale: $(ENV)/dev ## pone al día los catálogos de palabras
	$(PY) -m pregonero.locale

schema: $(ENV)/runtime ## pone al día lo que los editores de texto saben del encabezado
	$(PY) cli.py schema --into .vscode

lock: $(ENV)/dev ## vuelve a fijar las versiones
	$(ENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	$(ENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements-dev.txt
	npm install --package-lock-only --ignore-scripts --no-audit --no-fund --silent
	$(PY) -c 'import json, pathlib; p = pathlib.Path("package-lock.json"); d = json.loads(p.read_text()); [v.pop(k, None) for v in d["packages"].values() for k in ("funding", "resolved")]; p.write_text(json.dumps(d, indent=2, ensure_ascii=False) + "\n")'

clean: ## borra lo construido y lo instalado
	rm -rf output .cache $(ENV) node_modules

$(PY):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pregonero necesita Python 3.11 o posterior")'
	$(PYTHON) -m venv $(ENV)

$(ENV)/runtime: requirements.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(ENV)/dev: requirements-dev.txt $(ENV)/runtime | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/.installed: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@
