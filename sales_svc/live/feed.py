"""Reads the topics that pages are told of: every process for itself, without a group, all
partitions, from the end on."""

import asyncio
import time
from collections.abc import Sequence

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from pydantic import ValidationError

from sales_svc.live.hub import Hub
from sales_svc.live.notes import TELLS, Note, notes_of
from shared.background import supervise
from shared.kafka.clients import answering_within, close_reader

log = structlog.get_logger(__name__)

POLL_MS = 500
CHECK_EVERY_S = 2.0
ANSWER_S = 5.0
STOP_TIMEOUT_S = 2.0
METADATA_AGE_MS = 10_000

EVENTS = {event.topic: event for event in TELLS}


class Feed:
    """``run`` until ``stop``; tells ``hub`` what it reads, and whether it reads."""

    def __init__(self, bootstrap: str, hub: Hub) -> None:
        self._bootstrap = bootstrap
        self._hub = hub
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        self._hub.open = True
        await supervise(
            "live feed",
            self._one_client,
            stopping=self._stopping,
            on_failure=self._away,
        )

    def stop(self) -> None:
        self._stopping.set()

    def _away(self) -> None:
        self._hub.say(live=False)

    async def _one_client(self) -> None:
        """Raises when the broker does not answer any more, or a fetch has died."""
        client = AIOKafkaConsumer(
            *EVENTS,
            **answering_within(self._bootstrap, ANSWER_S),
            enable_auto_commit=False,
            auto_offset_reset="latest",
            metadata_max_age_ms=METADATA_AGE_MS,
        )
        try:
            await client.start()
            async with asyncio.timeout(ANSWER_S):
                await self._begin(client)
            self._hub.say(live=True)
            checked = time.monotonic()
            while not self._stopping.is_set():
                self._take(await client.getmany(timeout_ms=POLL_MS))
                if time.monotonic() - checked >= CHECK_EVERY_S:
                    async with asyncio.timeout(ANSWER_S):
                        await self._check(client)
                    checked = time.monotonic()
        finally:
            await close_reader(STOP_TIMEOUT_S, client)

    async def _begin(self, client: AIOKafkaConsumer) -> None:
        """Where reading ended, while the log still has that; else at its end."""
        # Without a group all partitions are this client's.
        partitions = list(client.assignment())
        first = await client.beginning_offsets(partitions)
        end = await client.end_offsets(partitions)
        starts = {}
        for partition in partitions:
            key = (partition.topic, partition.partition)
            known = self._hub.next_offset(key)
            there = known is not None and first[partition] <= known <= end[partition]
            starts[key] = known if known is not None and there else end[partition]
            client.seek(partition, starts[key])
        self._hub.begin(starts)

    async def _check(self, client: AIOKafkaConsumer) -> None:
        """Asked of the broker: a fetch that died reports nothing."""
        partitions = list(client.assignment())
        ends = await client.end_offsets(partitions)
        before = {p: await client.position(p) for p in partitions}
        behind = {p for p in partitions if before[p] < ends[p]}
        if not behind:
            return
        self._take(await client.getmany(timeout_ms=int(ANSWER_S * 1000 / 2)))
        after = {p: await client.position(p) for p in behind}
        if all(after[p] == before[p] for p in behind):
            raise TimeoutError(f"no fetch answers on {sorted(behind)}")

    def _take(self, batches: dict[TopicPartition, list[ConsumerRecord]]) -> None:
        for partition, records in batches.items():
            key = (partition.topic, partition.partition)
            unreadable = []
            for record in records:
                notes = _notes(record)
                if notes is None:
                    unreadable.append(record.offset)
                self._hub.note(key, record.offset, notes or ())
            # One line of the log, however many they are.
            if unreadable:
                log.warning(
                    "events_unreadable",
                    topic=partition.topic,
                    offset=unreadable[0],
                    count=len(unreadable),
                )


def _notes(record: ConsumerRecord) -> Sequence[Note] | None:
    """None for an unreadable line: no line behind it waits."""
    try:
        return notes_of(EVENTS[record.topic].read(record.value or b""))
    except ValidationError:
        return None
