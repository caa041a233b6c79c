"""What both servers do alike: their start is waited for, and says why it failed."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from ops.local.errors import LocalError

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 60


def wait_until(
    ready: Callable[[], bool],
    process: subprocess.Popen[bytes] | None,
    *,
    server: str,
    log_file: Path,
) -> None:
    """Raises with the last lines of the log when the server does not come.

    ``process`` is None where another started it.
    """
    deadline = time.monotonic() + START_TIMEOUT_S
    while not ready():
        ended = process is not None and process.poll() is not None
        if ended or time.monotonic() > deadline:
            raise LocalError(f"{server} did not start: {tail(log_file)}")
        time.sleep(0.1)


def tail(file: Path, lines: int = 5) -> str:
    try:
        return " / ".join(file.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"
