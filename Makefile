.DEFAULT_GOAL := help
.PHONY: help setup fmt lint types imports test migrate client pins check
PY := .venv/bin/python
SERVICES := auth products sales forecast etl
COMPILE := .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins"

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## The virtual environment with exact, hashed pins

.venv/.ready: requirements/dev.txt
	@test -x $(PY) || python3 -m venv .venv
	@.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

fmt: .venv/.ready ## Format the Python code
	@.venv/bin/ruff format -q . && .venv/bin/ruff check -q --fix .

lint: .venv/.ready ## Style and common mistakes
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

types: .venv/.ready ## mypy, strict
	@.venv/bin/mypy -p shared -p ops -p auth_svc -p products_svc -p sales_svc -p forecast_svc -p etl_svc

imports: .venv/.ready ## Boundaries between services and layers
	@.venv/bin/lint-imports

test: .venv/.ready ## All Python tests, or one package's: make test s=sales_svc
	@$(PY) -m pytest -q -n 2 --dist loadfile $(s)

migrate: .venv/.ready ## Bring the schemas up to date: make migrate s=sales_svc
	@$(PY) -m shared.migrate $(s)

client: .venv/.ready ## OpenAPI and event documents, and the TypeScript client made from them
	@$(PY) -m shared.openapi

pins: ## Compile the pins of requirements/ again
	@for s in $(SERVICES); do $(COMPILE) --extra $$s pyproject.toml -o requirements/$$s.txt; done
	@$(COMPILE) pyproject.toml -o requirements/shared.txt
	@$(COMPILE) --all-extras pyproject.toml -o requirements/dev.txt

check: lint types imports test ## Everything that CI runs
