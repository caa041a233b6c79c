"""The last minutes of notes, of which each stream reads at its own pace.

A stream keeps nothing but its place. One that falls behind the ring, or comes back with a
place that is not in it any more, is told to read everything anew.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

from sales_svc.live.notes import Note

KEPT_S = 600.0
MOST_KEPT = 5_000
"""Notes of all kinds; about one megabyte."""

Partition = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Kept:
    number: int
    at: float
    partition: Partition
    offset: int
    note: Note


class Hub:
    """Told by one ``Feed``, read by all streams of this process."""

    def __init__(self, *, kept_s: float = KEPT_S, most_kept: int = MOST_KEPT) -> None:
        self._kept_s = kept_s
        self._most_kept = most_kept
        self._kept: deque[_Kept] = deque()
        self._whole_from: dict[Partition, int] = {}
        self._next: dict[Partition, int] = {}
        self._forgotten = 0
        self._news = asyncio.Event()
        self.number = 0
        """Of the newest note."""
        self.live = False
        """Whether the broker answers: otherwise things happen that nobody hears of."""
        self.open = False
        """Whether there is a feed at all."""

    def next_offset(self, partition: Partition) -> int | None:
        return self._next.get(partition)

    def begin(self, starts: Mapping[Partition, int]) -> None:
        """From where partitions are read. Where that is not where reading ended, what
        lies between is unknown, and every stream has to be told."""
        if any(self._next.get(p, offset) != offset for p, offset in starts.items()):
            self._kept.clear()
            self.number += 1
            self._forgotten = self.number
            self._whole_from = dict(starts)
        for partition, offset in starts.items():
            self._whole_from.setdefault(partition, offset)
            self._next[partition] = offset
        self._wake()

    def note(self, partition: Partition, offset: int, notes: Iterable[Note]) -> None:
        """What one event tells, if anything; an event that comes again tells nothing."""
        expected = self._next.get(partition, offset)
        if offset < expected:
            return
        self._whole_from.setdefault(partition, offset)
        self._next[partition] = offset + 1
        now = time.monotonic()
        for each in notes:
            self.number += 1
            self._kept.append(_Kept(self.number, now, partition, offset, each))
        while self._kept and self._is_over(self._kept[0], now):
            old = self._kept.popleft()
            self._forgotten = old.number
            self._whole_from[old.partition] = old.offset + 1
        self._wake()

    def _is_over(self, kept: _Kept, now: float) -> bool:
        return len(self._kept) > self._most_kept or kept.at < now - self._kept_s

    def say(self, *, live: bool) -> None:
        if live != self.live:
            self.live = live
            self._wake()

    def close(self) -> None:
        """Streams end, that the process can."""
        self.open = self.live = False
        self._wake()

    def after(self, number: int) -> Sequence[Note] | None:
        """The notes after this one; None where some of them are forgotten."""
        if number < self._forgotten:
            return None
        new: list[Note] = []
        for kept in reversed(self._kept):
            if kept.number <= number:
                break
            new.append(kept.note)
        return new[::-1]

    def recent(self, seconds: float) -> Sequence[Note]:
        start = time.monotonic() - seconds
        return [kept.note for kept in self._kept if kept.at >= start]

    def since(self, place: str) -> Sequence[Note] | None:
        """The notes after a place that some process of this service has told; None where
        that is not known any more."""
        seen = _read(place)
        if seen is None or seen.keys() != self._next.keys():
            return None
        if any(
            not self._whole_from[p] <= offset <= self._next[p]
            for p, offset in seen.items()
        ):
            return None
        return [k.note for k in self._kept if k.offset >= seen[k.partition]]

    @property
    def place(self) -> str:
        """Up to where all is told: the next offset of each partition, by topic, as
        ``sales.created:17.4;stock.moved:3.0``."""
        topics = groupby(sorted(self._next.items()), lambda each: each[0][0])
        return ";".join(
            f"{topic}:{'.'.join(str(offset) for _, offset in partitions)}"
            for topic, partitions in topics
        )

    async def news(self, number: int, *, live: bool, seconds: float) -> None:
        """Wait until something is newer than this, for so long at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.number == number and self.live == live and self.open:
                    await self._news.wait()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def _read(place: str) -> dict[Partition, int] | None:
    found: dict[Partition, int] = {}
    for part in place.split(";"):
        topic, _, offsets = part.partition(":")
        for number, offset in enumerate(offsets.split(".")):
            if not (offset.isascii() and offset.isdecimal() and len(offset) < 19):
                return None
            found[topic, number] = int(offset)
    return found
