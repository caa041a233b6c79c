"""Keep a background task alive: run, count the failure, back off, run again."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, ClassVar, Protocol

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
    """Run until ``stopping``; jittered exponential pauses between failures.

    A library that waits for a task it has just cancelled lets that task's
    ``CancelledError`` out. Nobody asked this one to end, so it is a failure.
    """
    pause = FIRST_PAUSE_S
    loop = asyncio.get_running_loop()
    while not stopping.is_set():
        started = loop.time()
        try:
            await run()
        except (Exception, asyncio.CancelledError) as error:
            if isinstance(error, asyncio.CancelledError) and asked_to_end():
                raise
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


def asked_to_end() -> bool:
    """Whether somebody has cancelled the task that asks."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def close_within(seconds: float, closing: Coroutine[Any, Any, object]) -> None:
    """Wait for a clean-up that may hang, fail, or be cancelled from within.

    As a task of its own it can do none of that to the one that waits.
    """
    task = asyncio.create_task(closing)
    try:
        await asyncio.wait({task}, timeout=seconds)
    finally:
        task.cancel()
        task.add_done_callback(_outcome_read)


def _outcome_read(task: asyncio.Task[object]) -> None:
    """An exception that nobody looks at would be reported by the event loop."""
    if not task.cancelled():
        task.exception()


async def wait_or_stop(stopping: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stopping.wait()


class Background(Protocol):
    """A task of a service: ``run`` until ``stop`` is called."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...


class Periodic:
    """A recurring task: ``_round`` again and again until ``stop``, kept alive.

    A round ends early when ``_stopping`` is set, and waits by ``_wait``.
    """

    name: ClassVar[str]
    """In the log, when a round fails."""

    def __init__(self) -> None:
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        await supervise(self.name, self._round, stopping=self._stopping)

    def stop(self) -> None:
        self._stopping.set()

    async def _wait(self, seconds: float) -> None:
        await wait_or_stop(self._stopping, seconds)

    async def _round(self) -> None:
        raise NotImplementedError
