# Every target is one line over python -m; `test` is what CI runs. A bare machine needs python3 (with venv), git, make.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.ready

.PHONY: help setup demo test check docs lock bench fuzz simulate kill contract loopback race hostile roundtrip clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

setup: $(READY) ## make the virtual environment from the lock file

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(RUN) -m compileall -q core tui
	@touch $(READY)

demo: $(READY) ## build the demo story in a throw-away folder and open it; without a terminal print it
	@$(RUN) -m tui demo

test: $(READY) ## run the tests
	HYPOTHESIS_PROFILE=ci $(RUN) -m pytest -q -n 3

check: $(READY) ## lint, types, floors
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

docs: $(READY) ## regenerate the generated pages and screenshots
	$(RUN) -m tui.cli.docs
	$(RUN) docs/keys.py
	$(RUN) docs/screenshots.py

bench: $(READY) ## measure against peers and floors, one table
	$(RUN) -m tests.bench

fuzz: $(READY) ## the laws of the engine at full size, 10,000 examples each or HYPOTHESIS_EXAMPLES
	HYPOTHESIS_PROFILE=fuzz $(RUN) -m pytest -q -n 2 -m hypothesis tests/krm tests/merge

simulate: $(READY) ## every schedule of three faults over the real saga, and 20,000 random machines
	$(RUN) -m tests.simulate

contract: $(READY) ## the hub's suite through Stoplight Prism, which reads the description of ConfigHub's API itself (needs npx)
	@command -v npx >/dev/null || { echo "make contract needs npx"; exit 1; }
	HEADGATE_CONTRACT=1 $(RUN) -m pytest -q tests/conformance -k behind_prism

loopback: $(READY) ## scenarios S01 to S07 and the demo on a ConfigHub on loopback, and every window of its mapping under two faults
	HEADGATE_SCENARIOS=loopback $(RUN) -m pytest -q -n 2 tests/scenarios -k "s01 or s02 or s03 or s04 or s05 or s06 or s07"
	$(RUN) -m pytest -q tests/demo/on_confighub.py
	$(RUN) -m tests.hub.confighub.windows

kill: $(READY) ## signal 9 at every boundary of a decision, 200 times each
	$(RUN) -m tests.simulate.kill

roundtrip: $(READY) ## 300 random edits of every unit carried back to Git and rendered again; EDITS and SEED change that
	$(RUN) -m tests.roundtrip $(or $(EDITS),300) $(or $(SEED),1)

hostile: $(READY) ## every screen over every payload in every outside field, on real terminals of three sizes
	HOSTILE=all $(RUN) -m pytest -q -n 2 tests/security/test_screens.py

race: $(READY) ## 8 processes, 20,000 operations each, at one hub file
	$(RUN) -m tests.simulate.race

lock: $(READY) ## write requirements.lock anew (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --extra dev --python-version 3.11 pyproject.toml -o requirements.lock

clean: ## remove the virtual environment
	rm -rf $(VENV)
