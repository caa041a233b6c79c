"""Who was told to come back later, and asks again before."""

import asyncio
import time
from collections import OrderedDict
from math import ceil

from shared.errors import TooManyRequests

MOST = 10_000
PAUSE_S = 2.0
MOST_PAUSES = 1_000


class Refusals:
    """Kept by each process, so that whoever goes on asking costs no question to the
    database. Of very many the earliest are forgotten: they are asked for again."""

    def __init__(self) -> None:
        self._until: OrderedDict[bytes, float] = OrderedDict()
        self._pauses = 0
        self.pause_s = PAUSE_S

    async def check(self, key: bytes) -> None:
        """Raises ``TooManyRequests``."""
        left = self._until.get(key, 0.0) - time.monotonic()
        if left > 0:
            await self._pause()
            raise too_many(ceil(left))

    async def note(self, key: bytes, wait_s: int) -> None:
        self._until[key] = time.monotonic() + wait_s
        self._until.move_to_end(key)
        if len(self._until) > MOST:
            self._until.popitem(last=False)
        await self._pause()

    async def _pause(self) -> None:
        """Senders who wait for an answer before they send again take the processor from
        others the less, the later it comes; a request that sleeps costs nothing."""
        if self._pauses >= MOST_PAUSES:
            return
        self._pauses += 1
        try:
            await asyncio.sleep(self.pause_s)
        finally:
            self._pauses -= 1

    def forget(self) -> None:
        self._until.clear()


def too_many(wait_s: int) -> TooManyRequests:
    return TooManyRequests(
        f"Too many attempts: try again in {wait_s} s.", retry_after=wait_s
    )
