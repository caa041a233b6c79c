"""Worker processes for CPU work, started when first needed.

A task that outlives its time is ended with its process, which is replaced; so
is one that dies. Whatever happens there, the event loop goes on.
"""

import asyncio
import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from pebble import ProcessPool

from forecast_svc.compute import tasks

START_S = 20
STOP_S = 5
T = TypeVar("T")


class Workers:
    """At most ``count`` processes with numpy and pmdarima in memory.

    ``tasks_each`` > 0 ends a process after so many tasks, and with it whatever
    memory they needed. With some ``niceness`` they yield the processor to others.
    """

    def __init__(self, count: int, *, tasks_each: int = 0, niceness: int = 0) -> None:
        self._count = count
        self._niceness = niceness
        self._tasks_each = tasks_each
        self._pool: Any = None
        self._starting = asyncio.Lock()

    async def run(self, work: Callable[..., T], *arguments: Any, timeout_s: float) -> T:
        """Its result; raises what it raised, ``TimeoutError``, or pebble's
        ``ProcessExpired`` when its process was lost."""
        pool = await self.started()
        future = pool.schedule(work, args=arguments, timeout=timeout_s)
        result: T = await asyncio.wrap_future(future)
        return result

    async def started(self) -> Any:
        """The pool, with its first worker warm; made anew when it broke."""
        async with self._starting:
            if self._pool is None or not self._pool.active:
                broken, self._pool = self._pool, None
                # Starting waits for the fork server's imports: not on this loop.
                self._pool = await asyncio.to_thread(self._start, broken)
            return self._pool

    def _start(self, broken: Any) -> Any:
        if broken is not None:
            _end(broken)
        # Before numpy is imported anywhere: one task, one thread.
        for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR"):
            os.environ.setdefault(f"{name}_NUM_THREADS", "1")
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([tasks.PRELOADED])
        pool = ProcessPool(
            max_workers=self._count,
            max_tasks=self._tasks_each,
            initializer=tasks.warm,
            initargs=(self._niceness,),
            context=context,
        )
        try:
            pool.schedule(tasks.warm).result(START_S)
        except BaseException:
            _end(pool)
            raise
        return pool

    async def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(_end, pool)


def _end(pool: Any) -> None:
    pool.stop()
    with suppress(TimeoutError):
        pool.join(STOP_S)
