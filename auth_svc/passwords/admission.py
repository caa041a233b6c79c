"""Admission to something scarce, by a queue that is fair between networks."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum

from shared.errors import TooManyRequests

Waiting = asyncio.Future[None]


def full() -> TooManyRequests:
    return TooManyRequests("Too many are signing in just now.", retry_after=5)


class FairQueue:
    """Who waits, by network; of networks one is served after the other (round robin)."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._of_one = max(1, places // 2)
        self._taken = 0
        self._networks: OrderedDict[str, deque[Waiting]] = OrderedDict()

    def __len__(self) -> int:
        return self._taken

    def join(self, network: str) -> Waiting:
        """Raises ``TooManyRequests`` where all places are taken, or half of them by
        this network: however many it sends, there is room for others."""
        queue = self._networks.setdefault(network, deque())
        if self._taken >= self._places or len(queue) >= self._of_one:
            if not queue:
                del self._networks[network]
            raise full()
        mine: Waiting = asyncio.get_running_loop().create_future()
        queue.append(mine)
        self._taken += 1
        return mine

    def call_next(self) -> bool:
        """Whether there was somebody who still waits."""
        while self._networks:
            network, queue = self._networks.popitem(last=False)
            waiting = queue.popleft()
            self._taken -= 1
            if queue:
                self._networks[network] = queue
            if not waiting.done():
                waiting.set_result(None)
                return True
        return False


class Standing(IntEnum):
    """What is known of who asks, from a network. Each has slots of its own, so that
    nobody waits for who is less known."""

    KNOWN = 0
    """This account has signed in from there lately."""
    UNSUSPECTED = 1
    SUSPECT = 2
    """Wrong passwords came from there lately."""


LONGEST_WAIT_S = 20.0
"""Whoever has waited for so long is told to come back: most callers have left by then."""


class AdmissionQueue:
    """So many ``slots``, and a queue that is fair between networks."""

    def __init__(self, slots: int, places: int) -> None:
        self._free = slots
        self._queue = FairQueue(places)

    @property
    def waiting(self) -> int:
        return len(self._queue)

    @asynccontextmanager
    async def slot(self, network: str) -> AsyncIterator[None]:
        """Raises ``TooManyRequests``."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(self._queue.join(network))
        try:
            yield
        finally:
            self._hand_on()

    async def _wait(self, mine: Waiting) -> None:
        try:
            async with asyncio.timeout(LONGEST_WAIT_S):
                await mine
        except (asyncio.CancelledError, TimeoutError) as left:
            if not mine.cancelled():  # It was called in the moment in which it left.
                self._hand_on()
            if isinstance(left, TimeoutError):
                raise full() from None
            raise

    def _hand_on(self) -> None:
        if not self._queue.call_next():
            self._free += 1
