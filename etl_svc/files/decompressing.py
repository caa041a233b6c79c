"""Unpacking in a process of its own, from the service's side."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from etl_svc.errors import JobFailed
from etl_svc.files.output import NotStored

_ROOT = Path(__file__).resolve().parents[2]
_PASSED_ON = ("PATH", "PREVISTOCK_STACK")
"""What the process is told of the environment; secrets are not for it."""


CPU_S = 30
CPU_S_PER_MIB = 10
"""Seconds of computing, and more for each MiB that was uploaded: the slowest kind of
file, a workbook of numbers, takes a third of them."""


async def unpack(
    source: Path, target: Path, *, limit: int, sheets: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Have one CSV file of what ``source`` holds written, of at most ``limit`` bytes:
    of the ``sheets`` that are chosen, or else of all with the same columns. What
    became of its sheets or files.

    Whole, or nothing is left of it: also when this is cancelled, which ends the
    process. Raises ``JobFailed`` with a code for files that cannot be unpacked
    within their limits, ``NotStored`` when the disk did not take it.
    """
    try:
        size = await asyncio.to_thread(lambda: source.stat().st_size)
        seconds = CPU_S + CPU_S_PER_MIB * (size >> 20)
        said = await _run(seconds, source, target, limit, json.dumps(list(sheets)))
    except BaseException:
        await asyncio.to_thread(_remove, target)
        raise
    parts: list[dict[str, Any]] = said["parts"]
    return parts


def _remove(target: Path) -> None:
    """With what was unpacked on the way to it, beside it."""
    for path in (target, *target.parent.glob(f"{target.name}.*")):
        path.unlink(missing_ok=True)


async def check(source: Path) -> None:
    """Raise ``JobFailed`` for a packed file whose directory cannot be read."""
    await _run(CPU_S, source)


async def _run(*arguments: int | Path | str) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "etl_svc.files.decompress", *map(str, arguments),
        # Held open: the process ends when this one does, however that is; of
        # signals to this one's group it learns nothing.
        start_new_session=True,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=_ROOT,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101
    try:
        said = await process.stdout.read()
        status = await process.wait()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    return _said(status, said)


def _said(status: int, said: bytes) -> dict[str, Any]:
    if status == -signal.SIGXCPU:
        raise JobFailed("unpacks_too_slowly", "Unpacking it takes longer than it may.")
    if status:
        raise JobFailed(
            "unpacks_too_large", "Unpacking it ended early: it takes too much memory."
        )
    became: dict[str, Any] = json.loads(said)
    if "not_stored" in became:
        raise NotStored(became["not_stored"])
    if "code" in became:
        raise JobFailed(became["code"], became["message"])
    return became
