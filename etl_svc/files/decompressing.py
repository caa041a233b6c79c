"""Unpacking in a process of its own, from the service's side."""

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from etl_svc.errors import JobFailed
from etl_svc.files.decompress import NotStored

_ROOT = Path(__file__).resolve().parents[2]
_PASSED_ON = ("PATH", "PREVISTOCK_STACK")
"""What the process is told of the environment; secrets are not for it."""


CPU_S = 30
CPU_S_PER_MIB = 10
"""Seconds of computing, and more for each MiB that was uploaded: the slowest kind of
file, a workbook of numbers, takes a third of them."""


async def unpack(source: Path, target: Path, *, limit: int) -> None:
    """Have the one CSV file that ``source`` holds written, of at most ``limit`` bytes.

    Whole, or nothing is left of it: also when this is cancelled, which ends the
    process. Raises ``JobFailed`` with a code for files that cannot be unpacked
    within their limits, ``NotStored`` when the disk did not take it.
    """
    try:
        size = await asyncio.to_thread(lambda: source.stat().st_size)
        seconds = CPU_S + CPU_S_PER_MIB * (size >> 20)
        await _run(seconds, source, target, limit)
    except BaseException:
        await asyncio.to_thread(target.unlink, missing_ok=True)
        raise


async def check(source: Path) -> None:
    """Raise ``JobFailed`` for a packed file whose directory cannot be read."""
    await _run(CPU_S, source)


async def _run(*arguments: int | Path) -> None:
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
    _raise_for(status, said)


def _raise_for(status: int, said: bytes) -> None:
    if status == -signal.SIGXCPU:
        raise JobFailed("unpacks_too_slowly", "Unpacking it takes longer than it may.")
    if status:
        raise JobFailed(
            "unpacks_too_large", "Unpacking it ended early: it takes too much memory."
        )
    failure = json.loads(said)
    if "not_stored" in failure:
        raise NotStored(failure["not_stored"])
    if failure:
        raise JobFailed(failure["code"], failure["message"])
