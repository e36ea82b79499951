# Two commands are enough: `make run` and `make test`. Everything else is for those who work on the house.
.DEFAULT_GOAL := help
.PHONY: app-gallery bench-app app-monkey bench-push push-storms push-campaign campaign lint-api mypy-client print-python help run stop reset app test lint format schema messages bench fuzz fuzz-nightly lock clients postman examples api-changes release
# The newest Python that was tried and is there; name another with `make PYTHON=… run`.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
# The texts are Vietnamese; a machine in a lesser locale prints them all the same.
export PYTHONUTF8 := 1
VENV := .venv/bin
BOOT = @test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }; $(PYTHON) tools/bootstrap.py
# The part of the app that needs no Kivy has types throughout; it has a root of its own, and so a run of its own.
MYPY_CLIENT = MYPYPATH=mobile_kivy $(VENV)/mypy --config-file= --strict -p citizen_mobile.client -p citizen_mobile.platform
# More arguments for pytest, the bench or the app: make test ARGS="tests/unit -k search"
ARGS ?=

mypy-client:
	@$(MYPY_CLIENT)

print-python:
	@echo $(PYTHON)

help: ## What there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: ## Start everything: server, worker, push simulator, demo province (Ctrl-C stops it)
	$(BOOT) run
	@exec $(VENV)/python -m tools.run

stop: ## Stop what `make run` started in another terminal
	@$(PYTHON) -m tools.reset --keep

reset: ## Stop it and forget its data
	@$(PYTHON) -m tools.reset

app: ## Open the Kivy client on this desktop, against the running system
	$(BOOT) dev
	@exec $(VENV)/python -m tools.app $(ARGS)

app-gallery: ## Every screen × look × language in contact sheets, compared with those kept (ARGS=--keep keeps them)
	$(BOOT) dev
	@$(PYTHON) -m tools.system_libraries
	@$(VENV)/python -m tests.mobile.gallery $(ARGS)

bench-app: ## The app's start, memory, frames, stalls and bytes, judged; KivyMD's list beside it
	$(BOOT) dev
	@$(PYTHON) -m tools.system_libraries
	@$(VENV)/python -m tests.bench.mobile $(ARGS)

app-monkey: ## An hour of random taps, texts, rotations, pauses, restarts and network faults: make app-monkey ARGS="--minutes 60 --seed 7"
	$(BOOT) dev
	@$(PYTHON) -m tools.system_libraries
	@# Python's objects are counted by the C library too, and the stub's many threads have no pools of their own.
	@PYTHONMALLOC=malloc MALLOC_ARENA_MAX=1 $(VENV)/python -m tests.mobile.monkey $(ARGS)

test: ## The complete suite, against engines of its own
	$(BOOT) dev
	@$(PYTHON) -m tools.system_libraries
	@$(VENV)/python -m tools.compile_messages
	@$(VENV)/python -m pytest $(or $(ARGS),-n 2)

lint: ## ruff, mypy, import contracts
	$(BOOT) dev
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy
	@$(MYPY_CLIENT)
	@$(VENV)/lint-imports

lint-api: export REDOCLY_TELEMETRY := off
lint-api: export REDOCLY_SUPPRESS_UPDATE_NOTICE := true
lint-api: ## Spectral and Redocly on api_docs/openapi.yaml; any finding is an error (needs Node 20.19 or newer)
	$(BOOT) dev
	@cd api_docs/lint && npm ci --ignore-scripts --no-audit --no-fund && npm run --silent lint
	@$(VENV)/python api_docs/lint/planted.py

api-changes: ## What changed in the API since its last release; fails on a break, writes api_docs/CHANGELOG.md
	$(BOOT) dev
	@$(VENV)/python -m tools.api_changes $(ARGS)

release: ## Give the API a number, changelog, commit, tag: make release VERSION=1.1.0
	$(BOOT) dev
	@$(VENV)/python -m tools.api_changes.release $(VERSION)

format: ## Let ruff mend what it can
	$(BOOT) dev
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .

schema: ## Write api_docs/openapi.yaml from the code; any warning is an error
	$(BOOT) dev
	@DAKNONG_ENV=test $(VENV)/python manage.py spectacular --file api_docs/openapi.yaml --validate --fail-on-warn

examples: ## Record the document's examples anew (api_docs/examples/), over the demo province; then `make schema`
	$(BOOT) dev
	@$(VENV)/python -m tools.compile_messages
	@RECORD_EXAMPLES=1 $(VENV)/python -m pytest tests/api/test_examples.py -q -p no:randomly

clients: ## Python and TypeScript clients and the Postman collection, against a real server (needs Node 20.19 or newer)
	$(BOOT) dev
	@$(VENV)/python -m tests.clients $(ARGS)

postman: ## Write api_docs/daknong-c.postman_collection.json from api_docs/openapi.yaml (needs Node 20.19 or newer)
	$(BOOT) dev
	@$(VENV)/python -m tests.clients.postman

messages: ## Compile the translation catalogues
	@$(PYTHON) -m tools.compile_messages

bench: ## How fast the API answers on this machine
	$(BOOT) dev
	@$(VENV)/python -m tests.bench $(ARGS)

bench-push: ## What a push costs with us and with others: make bench-push ARGS="--million"
	$(BOOT) dev
	@$(VENV)/python -m tests.bench.push $(ARGS)

push-storms: ## Firebase in trouble: 503, 429, slow, senseless and no answers; counts, judged
	$(BOOT) dev
	@$(VENV)/python -m tests.bench.push.storms $(ARGS)

push-campaign: ## Kills of workers, Redis and PostgreSQL while 100,000 phones are told something; counts, judged (half an hour)
	$(BOOT) dev
	@$(VENV)/python -m tests.bench.push.kill_campaign $(ARGS)

fuzz: ## Schemathesis against a real server, by role: make fuzz ARGS="--roles guest,citizen --cases 500 --seed 1"
	$(BOOT) dev
	@$(VENV)/python -m tests.fuzz $(ARGS)

fuzz-nightly: ## The same with 10,000 cases a role, and every operation's coverage as every role (an hour or more)
	$(BOOT) dev
	@$(VENV)/python -m tests.fuzz --cases 10000 $(ARGS)

campaign: ## 1,000 × 4 parallel refreshes of one token and 200 thefts, against a real server
	$(BOOT) dev
	@$(VENV)/python -m tests.bench.refresh_campaign $(ARGS)

lock: ## Resolve pyproject.toml anew into the requirements*.lock files, with hashes
	@$(PYTHON) -m tools.lock
