"""``python -m etl_svc upload FILE``: the older name of ``python -m ops.cli``.

By name, not by import: a service knows nothing of what runs around it.
"""

import runpy

if __name__ == "__main__":
    runpy.run_module("ops.cli", run_name="__main__", alter_sys=True)
