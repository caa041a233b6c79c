"""Follow a topic in every process, each for itself: without a group, from some time ago on.

For what a process only has to know while it runs. Nothing is stored or acknowledged;
at its start it reads what is young enough to matter.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Generic, TypeVar

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from pydantic import ValidationError

from shared.background import supervise
from shared.clock import utc_now
from shared.contracts.base import Event
from shared.kafka.clients import answering_within, close_reader

log = structlog.get_logger(__name__)

POLL_MS = 1_000
CHECK_EVERY_S = 5.0
ANSWER_S = 5.0
STOP_TIMEOUT_S = 2.0

E = TypeVar("E", bound=Event)


class Tail(Generic[E]):
    """``run`` until ``stop``: ``note`` is given what was read; ``complete`` is called
    each time that there was no more to read, as the broker says."""

    def __init__(
        self,
        bootstrap: str,
        event: type[E],
        *,
        since: timedelta,
        note: Callable[[Sequence[E]], None],
        complete: Callable[[], None],
    ) -> None:
        self._bootstrap = bootstrap
        self._event = event
        self._since = since
        self._note = note
        self._complete = complete
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        name = f"tail of {self._event.topic}"
        await supervise(name, self._one_client, stopping=self._stopping)

    def stop(self) -> None:
        self._stopping.set()

    async def _one_client(self) -> None:
        """Raises when the broker does not answer any more."""
        client = AIOKafkaConsumer(
            self._event.topic,
            **answering_within(self._bootstrap, ANSWER_S),
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )
        try:
            await client.start()
            async with asyncio.timeout(ANSWER_S):
                await self._begin(client)
            checked = -CHECK_EVERY_S
            while not self._stopping.is_set():
                self._note(self._read(await client.getmany(timeout_ms=POLL_MS)))
                if time.monotonic() - checked >= CHECK_EVERY_S:
                    async with asyncio.timeout(ANSWER_S):
                        await self._check(client)
                    checked = time.monotonic()
        finally:
            await close_reader(STOP_TIMEOUT_S, client)

    async def _begin(self, client: AIOKafkaConsumer) -> None:
        # Without a group all partitions are this client's.
        partitions = list(client.assignment())
        since = int((utc_now() - self._since).timestamp() * 1000)
        found = await client.offsets_for_times(dict.fromkeys(partitions, since))
        ends = await client.end_offsets(partitions)
        for partition in partitions:
            at = found.get(partition)
            client.seek(partition, at.offset if at else ends[partition])

    async def _check(self, client: AIOKafkaConsumer) -> None:
        """Asked of the broker: a fetch that died reports nothing."""
        partitions = list(client.assignment())
        ends = await client.end_offsets(partitions)
        behind = [p for p in partitions if await client.position(p) < ends[p]]
        if not behind:
            self._complete()

    def _read(self, batches: dict[TopicPartition, list[ConsumerRecord]]) -> Sequence[E]:
        """Unreadable lines are left out: no line behind them waits."""
        found: list[E] = []
        for records in batches.values():
            for record in records:
                try:
                    found.append(self._event.read(record.value or b""))
                except ValidationError:
                    log.warning(
                        "event_unreadable", topic=record.topic, offset=record.offset
                    )
        return found
