"""The web client's own stories, in a real browser against the running stack."""

import os
import subprocess

import pytest

from ops.local import node

pytestmark = pytest.mark.system


@pytest.mark.timeout(1800)
def test_people_can_do_their_work_in_a_browser(stack, shop):
    environment = node.environment() | {
        "BASE_URL": f"http://127.0.0.1:{stack.ports.web}",
        "CI": "1",
        "LOOKS": "quick",
    }
    npm = [str(node.binary()), str(node.npm_script()), "run", "--silent", "e2e"]

    done = subprocess.run(
        npm,
        cwd=node.WEB,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
