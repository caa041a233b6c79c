"""``python -m etl_svc upload FILE``: the older name of ``python -m ops.cli``.

By name, not by import: a service knows nothing of what runs around it, and the
image of this one does not hold it.
"""

import runpy
import sys
from importlib.util import find_spec

if __name__ == "__main__":
    if find_spec("ops.cli") is None:
        sys.exit(
            "The terminal command is not in this image. It is a client like any other,"
            " of a checkout: .venv/bin/python -m ops.cli upload FILE"
        )
    runpy.run_module("ops.cli", run_name="__main__", alter_sys=True)
