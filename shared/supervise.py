"""Keep a background task alive: run, count the failure, back off, run again."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

log = structlog.get_logger(__name__)

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 10.0
STEADY_S = 60.0
"""A run this long counts as recovered, so the next pause is short again."""


async def supervise(
    name: str,
    run: Callable[[], Awaitable[None]],
    *,
    stopping: asyncio.Event,
    on_failure: Callable[[], None] = lambda: None,
) -> None:
    """Run until ``stopping``; jittered exponential pauses between failures."""
    pause = FIRST_PAUSE_S
    loop = asyncio.get_running_loop()
    while not stopping.is_set():
        started = loop.time()
        try:
            await run()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            on_failure()
            log.warning(
                "task_failed", task=name, error=f"{type(error).__name__}: {error}"
            )
            log.debug("task_failed_trace", task=name, exc_info=True)
            if loop.time() - started > STEADY_S:
                pause = FIRST_PAUSE_S
            await wait_or_stop(stopping, pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(pause * 2, LONGEST_PAUSE_S)
        else:
            pause = FIRST_PAUSE_S


async def wait_or_stop(stopping: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()
