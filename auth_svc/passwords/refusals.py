"""Who was told to come back later, and asks again before."""

import time
from collections import OrderedDict
from math import ceil

from shared.errors import TooManyRequests

MOST = 10_000


class Refusals:
    """Kept by each process, so that whoever goes on asking costs no question to the
    database. Of very many the earliest are forgotten: they are asked for again."""

    def __init__(self) -> None:
        self._until: OrderedDict[bytes, float] = OrderedDict()

    def check(self, key: bytes) -> None:
        """Raises ``TooManyRequests``."""
        left = self._until.get(key, 0.0) - time.monotonic()
        if left > 0:
            raise too_many(ceil(left))

    def note(self, key: bytes, wait_s: int) -> None:
        self._until[key] = time.monotonic() + wait_s
        self._until.move_to_end(key)
        if len(self._until) > MOST:
            self._until.popitem(last=False)

    def forget(self) -> None:
        self._until.clear()


def too_many(wait_s: int) -> TooManyRequests:
    return TooManyRequests(
        f"Too many attempts: try again in {wait_s} s.", retry_after=wait_s
    )
