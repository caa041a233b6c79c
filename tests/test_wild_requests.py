"""Every route of every document, with bodies and parameters nobody would send.

The last story of all: what it writes is of no use to another one.
"""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


# Every body has examples and every field a fuzz: minutes on a slow machine.
@pytest.mark.timeout(700)
# auth is the last: its users may lose what the others need.
@pytest.mark.parametrize("service", ["products", "sales", "forecast", "etl", "auth"])
def test_answers_are_those_of_the_document(stack, shop, service, tmp_path):
    shop.sign_in()
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "run",
            stack.ports.url(service) + "/openapi.json",
            "--header", f"Authorization: Bearer {shop.token}",
            "--phases", "examples,coverage,fuzzing",
            "--checks", ",".join(CHECKS),
            "--max-examples", "10",
            "--generation-deterministic",
            "--request-timeout", "20",
            # A stream has no end that could be waited for.
            "--exclude-path", "/api/live",
            "--no-color",
        ],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
