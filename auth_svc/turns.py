"""Turns at something scarce, fair between networks."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.errors import TooManyRequests

Waiting = asyncio.Future[None]


class Line:
    """Who waits, by network; each network has its turn after all others had theirs."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._of_one = max(1, places // 2)
        self._taken = 0
        self._lines: OrderedDict[str, deque[Waiting]] = OrderedDict()

    def join(self, network: str) -> Waiting:
        """Raises ``TooManyRequests`` where all places are taken, or half of them by
        this network: however many it sends, there is room for others."""
        line = self._lines.setdefault(network, deque())
        if self._taken >= self._places or len(line) >= self._of_one:
            raise TooManyRequests("Too many are signing in just now.", retry_after=5)
        mine: Waiting = asyncio.get_running_loop().create_future()
        line.append(mine)
        self._taken += 1
        return mine

    def call_next(self) -> bool:
        """Whether there was somebody who still waits."""
        while self._lines:
            network, line = self._lines.popitem(last=False)
            waiting = line.popleft()
            self._taken -= 1
            if line:
                self._lines[network] = line
            if not waiting.done():
                waiting.set_result(None)
                return True
        return False


class Turns:
    """``free`` at once; of those who wait, who is known here before the others."""

    def __init__(self, free: int, places: int) -> None:
        self._free = free
        self._lines = {known: Line(places) for known in (True, False)}

    @asynccontextmanager
    async def turn(self, network: str, *, known: bool) -> AsyncIterator[None]:
        if self._free:
            self._free -= 1
        else:
            await self._wait(self._lines[known].join(network))
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, mine: Waiting) -> None:
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # It was called in the moment in which it left.
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        if not any(self._lines[known].call_next() for known in (True, False)):
            self._free += 1
