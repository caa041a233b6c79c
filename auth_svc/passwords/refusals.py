"""Who was told to come back later, and asks again before."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass
from math import ceil

from shared.errors import TooManyRequests

MOST = 10_000
PAUSE_S = 2.0
LONGEST_PAUSES = 5
"""Of a network that goes on asking: as many times as long as the first."""
MOST_PAUSES = 1_000
FORGET_AFTER_S = 60.0


@dataclass(slots=True)
class _Asked:
    """How often a network was refused, until it leaves off for a minute."""

    times: int
    last: float


class Refusals:
    """Kept by each process, so that whoever goes on asking costs no question to the
    database. Of very many the earliest are forgotten: they are asked for again."""

    def __init__(self) -> None:
        self._until: OrderedDict[bytes, float] = OrderedDict()
        self._asked: OrderedDict[str, _Asked] = OrderedDict()
        self._pauses = 0
        self.pause_s = PAUSE_S

    async def check(self, key: bytes, network: str) -> None:
        """Raises ``TooManyRequests``."""
        left = self._until.get(key, 0.0) - time.monotonic()
        if left > 0:
            await self._pause(network)
            raise too_many(ceil(left))

    async def note(self, key: bytes, network: str, wait_s: int) -> None:
        self._until[key] = time.monotonic() + wait_s
        self._until.move_to_end(key)
        if len(self._until) > MOST:
            self._until.popitem(last=False)
        await self._pause(network)

    async def _pause(self, network: str) -> None:
        """Senders who wait for an answer before they send again take the processor from
        others the less, the later it comes; a request that sleeps costs nothing."""
        if self._pauses >= MOST_PAUSES:
            return
        times = self._count(network)
        self._pauses += 1
        try:
            await asyncio.sleep(self.pause_s * min(times, LONGEST_PAUSES))
        finally:
            self._pauses -= 1

    def _count(self, network: str) -> int:
        now = time.monotonic()
        asked = self._asked.pop(network, None)
        if asked is None or now - asked.last > FORGET_AFTER_S:
            asked = _Asked(0, now)
        asked.times += 1
        asked.last = now
        self._asked[network] = asked
        if len(self._asked) > MOST:
            self._asked.popitem(last=False)
        return asked.times

    def forget(self) -> None:
        self._until.clear()
        self._asked.clear()


def too_many(wait_s: int) -> TooManyRequests:
    return TooManyRequests(
        f"Too many attempts: try again in {wait_s} s.", retry_after=wait_s
    )
