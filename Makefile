pins:
	for s in auth products sales forecast etl; do \
	  .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make pins" --extra $$s pyproject.toml -o requirements/$$s.txt; done
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make pins" pyproject.toml -o requirements/shared.txt
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make pins" --all-extras pyproject.toml -o requirements/dev.txt
