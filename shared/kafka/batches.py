"""What a batch comes to: dead letters, effects, and how far it may be acknowledged.

What cannot be read is put aside first. Where that does not go, the partition is
held at that event and nothing behind it is applied; so it is where an event
cannot be applied and is not to blame. The rest is one transaction.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from aiokafka import ConsumerRecord, TopicPartition
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from shared import context, telemetry
from shared.contracts.base import Event
from shared.db.database import Database
from shared.db.epoch import HEADER as EPOCH_HEADER
from shared.db.failures import is_data_fault, is_transient, retry_conflicts
from shared.errors import PoisonEvent
from shared.kafka import offsets
from shared.kafka.dead_letters import RETRY_S, DeadLetters, Letter

log = structlog.get_logger(__name__)

DECODED_AT_ONCE = 500
"""Events read before the service's requests get a turn."""

Handler = Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]
Batches = Mapping[TopicPartition, Sequence[ConsumerRecord]]


@dataclass(frozen=True)
class Subscription:
    """Events of one type, handed over in batches in partition order.

    The handler works in the given transaction and never commits. Raising
    ``PoisonEvent`` (or a data error of the database) when it is given a single
    event sends that event to the dead letters.
    """

    event: type[Event]
    handle: Handler


@dataclass(frozen=True, slots=True)
class Decoded:
    record: ConsumerRecord
    event: Event


@dataclass(frozen=True, slots=True)
class Hold:
    """A partition waits at ``offset``; the event there is tried again after a pause."""

    offset: int
    reason: str
    retry_s: float


class Progress:
    """How far each partition of a batch was dealt with."""

    def __init__(self, batches: Batches) -> None:
        self._ends = {tp: records[-1].offset + 1 for tp, records in batches.items()}
        self.holds: dict[TopicPartition, Hold] = {}
        self.noted: Mapping[TopicPartition, int] = {}
        """What was written in the transaction of the effects."""

    def hold(self, record: ConsumerRecord, reason: str, retry_s: float) -> None:
        if self.covers(record):
            hold = Hold(record.offset, reason, retry_s)
            self.holds[_partition(record)] = hold

    def covers(self, record: ConsumerRecord) -> bool:
        """Whether no earlier event of its partition is held."""
        hold = self.holds.get(_partition(record))
        return hold is None or record.offset < hold.offset

    @property
    def next_offsets(self) -> dict[TopicPartition, int]:
        return self._ends | {tp: hold.offset for tp, hold in self.holds.items()}


class Applier:
    """Applies batches of one group."""

    def __init__(
        self,
        database: Database,
        subscriptions: Mapping[str, Subscription],
        dead_letters: DeadLetters,
        group: str,
    ) -> None:
        self._database = database
        self._subscriptions = subscriptions
        self._dead_letters = dead_letters
        self._group = group
        self._epoch: str | None = None
        self._our_header = EPOCH_HEADER, b""
        self._refusing: dict[TopicPartition, bytes] = {}
        self._put: set[tuple[TopicPartition, int]] = set()
        """Events put aside whose offset is not noted yet: not a second time."""

    def forget_letters(self) -> None:
        """The log is another one: its offsets mean other events."""
        self._put.clear()

    def begin(self, epoch: str | None) -> None:
        """Events of another epoch than this one are refused from now on; None takes
        all of them."""
        self._epoch = epoch
        self._our_header = EPOCH_HEADER, (epoch or "").encode()
        self._refusing.clear()

    async def apply(self, batches: Batches) -> Progress:
        """Raises what may pass by itself; then nothing of the batch is acknowledged."""
        progress = Progress(batches)
        decoded, bad = await self._decode(
            [record for records in batches.values() for record in records]
        )
        await self._put_aside(bad, progress)
        await self._effects(
            [item for item in decoded if progress.covers(item.record)], progress
        )
        if progress.noted != progress.next_offsets:
            async with self._database.transaction() as db:
                await self._note(db, progress.next_offsets)
        ends = progress.next_offsets
        self._put = {(tp, at) for tp, at in self._put if at >= ends.get(tp, 0)}
        return progress

    async def _decode(
        self, records: Sequence[ConsumerRecord]
    ) -> tuple[list[Decoded], list[Letter]]:
        decoded: list[Decoded] = []
        unreadable: list[Letter] = []
        for position, record in enumerate(records, start=1):
            if position % DECODED_AT_ONCE == 0:
                await asyncio.sleep(0)
            if self._is_foreign(record):
                continue
            event = self._subscriptions[record.topic].event
            try:
                decoded.append(Decoded(record, event.read(record.value or b"")))
            except ValidationError as error:
                unreadable.append(Letter(record, _reason(error)))
        return decoded, unreadable

    def _is_foreign(self, record: ConsumerRecord) -> bool:
        """Whether it tells of another life of the database. A line typed by hand does
        not say, and is taken."""
        ours = self._epoch is None or self._our_header in record.headers
        epoch = None if ours else _header(record, EPOCH_HEADER)
        if epoch is None:
            if self._refusing:
                self._refusing.pop(_partition(record), None)
            return False
        partition = _partition(record)
        telemetry.EVENTS_REFUSED.labels(self._group, record.topic).inc()
        # A restored system may have a million of them: a line for each stretch.
        if self._refusing.get(partition) != epoch:
            self._refusing[partition] = epoch
            log.warning(
                "foreign_events_refused",
                group=self._group,
                topic=record.topic,
                partition=record.partition,
                offset=record.offset,
                epoch=epoch.decode(errors="replace"),
                ours=self._epoch,
            )
        return True

    async def _effects(self, decoded: Sequence[Decoded], progress: Progress) -> None:
        if decoded:
            context.start_request(_correlation(decoded[0].record))
        reached = progress.next_offsets
        try:
            await retry_conflicts(lambda: self._in_one_transaction(decoded, reached))
            progress.noted = reached
        except Exception as error:
            if is_transient(error) or isinstance(error, offsets.EpochChanged):
                raise
            await self._one_by_one(decoded, progress)
        for topic, count in Counter(item.record.topic for item in decoded).items():
            telemetry.EVENTS_HANDLED.labels(self._group, topic).inc(count)

    async def _in_one_transaction(
        self, decoded: Sequence[Decoded], reached: Mapping[TopicPartition, int]
    ) -> None:
        by_topic: dict[str, list[Event]] = {}
        for item in decoded:
            by_topic.setdefault(item.record.topic, []).append(item.event)
        async with self._database.transaction() as db:
            for topic in self._subscriptions:
                if topic in by_topic:
                    await self._subscriptions[topic].handle(db, by_topic[topic])
            await self._note(db, reached)

    async def _note(
        self, db: AsyncSession, reached: Mapping[TopicPartition, int]
    ) -> None:
        await offsets.store(db, self._group, self._epoch, reached)

    async def _one_by_one(self, decoded: Sequence[Decoded], progress: Progress) -> None:
        """Find the events that spoiled the batch; the others are applied."""
        for item in decoded:
            record = item.record
            if not progress.covers(record):
                continue
            context.start_request(_correlation(record))
            try:
                await retry_conflicts(partial(self._in_one_transaction, [item], {}))
            except Exception as error:
                if is_transient(error):
                    raise
                reason = f"{type(error).__name__}: {error}"
                if isinstance(error, PoisonEvent) or is_data_fault(error):
                    await self._put_aside([Letter(record, reason)], progress)
                else:
                    # Neither the event's fault nor one that passes: ours. It is
                    # kept until a better version of the service comes.
                    progress.hold(record, f"cannot be applied ({reason})", RETRY_S)

    async def _put_aside(self, bad: Sequence[Letter], progress: Progress) -> None:
        letters = [letter for letter in bad if _place(letter.record) not in self._put]
        if not letters:
            return
        first = letters[0]
        log.warning(
            "events_put_aside",
            group=self._group,
            events=len(letters),
            topic=first.record.topic,
            offset=first.record.offset,
            error=first.error,
        )
        letters.sort(key=lambda letter: letter.record.offset)
        unsent = await self._dead_letters.put(letters)
        waiting = unsent.letters if unsent is not None else ()
        gone = letters[: len(letters) - len(waiting)]
        self._put.update(_place(letter.record) for letter in gone)
        if unsent is not None:
            for letter in waiting:
                progress.hold(letter.record, unsent.reason, unsent.retry_s)


def _place(record: ConsumerRecord) -> tuple[TopicPartition, int]:
    return _partition(record), record.offset


def _partition(record: ConsumerRecord) -> TopicPartition:
    return TopicPartition(record.topic, record.partition)


def _header(record: ConsumerRecord, name: str) -> bytes | None:
    return next((value for key, value in record.headers if key == name), None)


def _correlation(record: ConsumerRecord) -> str | None:
    found = _header(record, "correlation_id")
    return None if found is None else str(found, "utf-8", "replace")


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"unreadable: {where + ': ' if where else ''}{first['msg']}"
