# Les commandes de tous les jours. Chacune installe d'abord ce qui manque.

PYTHON = .venv/bin/python
INSTALLED = .venv/.installed

.DEFAULT_GOAL := avenant
.PHONY: avenant test slow check format bench lock engine

avenant: $(INSTALLED) engine  ## l'avenant 2019 de la Loire, dans output/2019
	.venv/bin/avenant build --year 2019

test: $(INSTALLED) engine  ## tous les tests, hors les longs
	scripts/install-test-tools
	$(PYTHON) -m pytest -n 3 --dist loadfile

slow: $(INSTALLED) engine  ## les essais longs, laissés de côté par « make test »
	scripts/install-test-tools
	$(PYTHON) -m pytest -n 2 -m slow

check: $(INSTALLED)  ## ce que vérifie l'intégration continue
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	$(PYTHON) -m mypy --platform darwin src
	$(PYTHON) -m mypy --platform win32 src
	$(PYTHON) -m pytest -q tests/test_floors.py
	$(MAKE) test

format: $(INSTALLED)  ## met le code en forme
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

bench: $(INSTALLED) engine  ## la durée d'une construction, en regard de LibreOffice seul
	$(PYTHON) benchmarks/bench_build.py
	$(PYTHON) benchmarks/bench_status.py
	$(PYTHON) benchmarks/bench_map.py
	$(PYTHON) benchmarks/bench_next.py

lock:  ## fige de nouveau les versions des bibliothèques
	scripts/lock

engine:  ## LibreOffice, s'il manque
	scripts/install-engine

$(INSTALLED): requirements.lock pyproject.toml hatch_build.py scripts/install-python
	scripts/install-python
	touch $@
