"""The relay: the only part that talks to the producer.

One relay per schema is active, under an advisory lock on a connection of its
own. It sends in id order, live lane first, deletes what was acknowledged and
stops at the first failure, so that facts about one key keep their order. No
transaction is open while the broker is waited for. A crash between the
acknowledgement and the delete sends again: consumers claim by natural id.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
from aiokafka.errors import MessageSizeTooLargeError
from sqlalchemy import text

from shared import telemetry
from shared.background import supervise, wait_or_stop
from shared.contracts.topics import TOPICS
from shared.db.database import Database
from shared.db.epoch import HEADER as EPOCH_HEADER, current_epoch
from shared.db.locks import Purpose, SessionLock
from shared.kafka.outbox import Lane
from shared.kafka.producer import Message, Producer

log = structlog.get_logger(__name__)

ROWS_PER_ROUND = 500
IMPORT_ROWS_PER_ROUND = 8
"""A row of the import lane may hold hundreds of events."""
GATHER_S = 0.05
STANDBY_POLL_S = 2.0
MEASURE_EVERY_S = 5.0

# Each a transaction of its own, through the driver: a round under load moves a
# few events, and BEGIN and COMMIT around each statement would be most of its work.
_FETCH = (
    "SELECT id, topic, payload::text AS payload, correlation_id FROM outbox"
    " WHERE parked_at IS NULL AND lane = $1 ORDER BY id LIMIT $2"
)
_DELETE = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"
_PARK = "UPDATE outbox SET parked_at = now(), error = $2 WHERE id = $1"
_MEASURE = text(
    "SELECT lane, count(*) FILTER (WHERE parked_at IS NULL) AS waiting,"
    " count(*) FILTER (WHERE parked_at IS NOT NULL) AS parked,"
    " coalesce(extract(epoch FROM clock_timestamp()"
    " - min(created_at) FILTER (WHERE parked_at IS NULL)), 0) AS oldest"
    " FROM outbox GROUP BY lane"
)


@dataclass(frozen=True)
class _Row:
    id: int
    messages: list[Message]


class Relay:
    """Moves one service's outbox to the broker; ``run`` until ``stop``."""

    def __init__(
        self, database: Database, *, bootstrap: str, service: str, poll_ms: int
    ) -> None:
        self._database = database
        self._bootstrap = bootstrap
        self._service = service
        self._poll_s = poll_ms / 1000
        self._stopping = asyncio.Event()
        self._producer: Producer | None = None
        self._epoch: str | None = None
        self.connected = False
        self.name = f"{service}.relay"
        self.rounds = 0
        """Passes of the loop so far: a count that stands still is a loop that hangs."""

    async def run(self) -> None:
        try:
            await asyncio.gather(
                supervise(
                    self.name,
                    self._as_the_only_one,
                    stopping=self._stopping,
                    on_failure=telemetry.RELAY_RESTARTS.labels(self._service).inc,
                ),
                supervise(
                    f"{self._service}.outbox_gauges",
                    self._measure,
                    stopping=self._stopping,
                ),
            )
        finally:
            await self._disconnect()

    def stop(self) -> None:
        self._stopping.set()
        self._database.committed.set()

    async def _as_the_only_one(self) -> None:
        active = telemetry.RELAY_ACTIVE.labels(self._service)
        async with SessionLock(self._database, Purpose.RELAY) as lock:
            if not lock.held:
                # A standby stays connected to the broker so that its readiness
                # speaks of the broker too, and takes over within seconds.
                await self._connect()
                self.rounds += 1
                await wait_or_stop(self._stopping, STANDBY_POLL_S)
                return
            active.set(1)
            try:
                # A database is restored with nobody connected: whoever gets the
                # lock afterwards reads the new epoch, and no row has to carry it.
                async with self._database.raw() as connection:
                    self._epoch = await current_epoch(connection)
                await self._connect()
                while not self._stopping.is_set() and lock.held:
                    await self._until_idle(lock)
                    await self._wait_for_work()
            except BaseException:
                # A producer that failed is thrown away: what it still holds can
                # neither be withdrawn nor trusted.
                await self._disconnect()
                raise
            finally:
                active.set(0)

    async def _connect(self) -> None:
        if self._producer is None:
            self._producer = await Producer.connect(self._bootstrap)
        self.connected = True

    async def _disconnect(self) -> None:
        self.connected = False
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.close()

    async def _wait_for_work(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._poll_s):
                await self._database.committed.wait()
                # Under load every commit wakes the relay. A short gathering turns
                # hundreds of tiny rounds a second into a few full ones.
                await asyncio.sleep(GATHER_S)
        self._database.committed.clear()

    async def _until_idle(self, lock: SessionLock) -> None:
        more = True
        while more and not self._stopping.is_set():
            self.rounds += 1
            sent = await self._send_some(lock, Lane.LIVE, ROWS_PER_ROUND)
            more = sent == ROWS_PER_ROUND
            if not more:
                sent = await self._send_some(lock, Lane.IMPORT, IMPORT_ROWS_PER_ROUND)
                more = sent == IMPORT_ROWS_PER_ROUND

    async def _send_some(self, lock: SessionLock, lane: Lane, limit: int) -> int:
        """Send up to ``limit`` rows; how many left the outbox."""
        async with self._database.raw() as connection:
            found = await connection.fetch(_FETCH, int(lane), limit)
        # While this process was frozen another relay may have taken over: what it
        # has sent since must not be followed by what was read before.
        if not found or not await lock.still_held():
            return 0
        rows, unreadable = _expanded(found, self._epoch)
        done, parked, failure = await self._deliver(rows)
        parked += unreadable
        async with self._database.raw() as connection:
            if done:
                await connection.execute(_DELETE, done)
            for id_, error in parked:
                await connection.execute(_PARK, id_, error)
        if parked:
            log.error("outbox_rows_parked", rows=parked)
        if failure is not None:
            raise failure
        return len(done) + len(parked)

    async def _deliver(
        self, rows: Sequence[_Row]
    ) -> tuple[list[int], list[tuple[int, str]], BaseException | None]:
        """Ids sent, ids that can never be sent, and the failure that ended the round."""
        assert self._producer is not None, "the relay connects before it sends"  # noqa: S101
        messages = [message for row in rows for message in row.messages]
        outcomes = iter(await self._producer.send(messages))
        done: list[int] = []
        parked: list[tuple[int, str]] = []
        for row in rows:
            errors = [error for _ in row.messages if (error := next(outcomes))]
            if not errors:
                done.append(row.id)
            elif isinstance(errors[0], MessageSizeTooLargeError):
                parked.append((row.id, str(errors[0])))
            else:
                return done, parked, errors[0]
        for topic, sent in Counter(message.topic for message in messages).items():
            telemetry.OUTBOX_SENT.labels(self._service, topic).inc(sent)
        return done, parked, None

    async def _measure(self) -> None:
        async with self._database.read() as db:
            by_lane = {row.lane: row for row in (await db.execute(_MEASURE)).all()}
        for lane in Lane:
            row: Any = by_lane.get(int(lane))
            labels = (self._service, lane.name.lower())
            telemetry.OUTBOX_ROWS.labels(*labels).set(row.waiting if row else 0)
            telemetry.OUTBOX_AGE.labels(*labels).set(float(row.oldest) if row else 0)
        parked = sum(row.parked for row in by_lane.values())
        telemetry.OUTBOX_PARKED.labels(self._service).set(parked)
        await wait_or_stop(self._stopping, MEASURE_EVERY_S)


def _expanded(
    found: Sequence[Any], epoch: str | None
) -> tuple[list[_Row], list[tuple[int, str]]]:
    """Rows ready to send, and those that hold no event: they must not block others."""
    rows: list[_Row] = []
    unreadable: list[tuple[int, str]] = []
    for row in found:
        try:
            messages = expand(
                row["topic"], row["payload"], row["correlation_id"], epoch
            )
        except (KeyError, TypeError, ValueError) as error:
            unreadable.append((row["id"], f"unreadable: {error!r}"))
        else:
            rows.append(_Row(row["id"], messages))
    return rows, unreadable


def expand(
    topic: str, payload: str, correlation_id: str | None, epoch: str | None
) -> list[Message]:
    """The messages of one outbox row, with key and headers from the event itself."""
    event = TOPICS[topic].event
    content = orjson.loads(payload)
    values = content if isinstance(content, list) else [content]
    common = [
        ("type", topic.encode()),
        ("schema_version", str(event.schema_version).encode()),
    ]
    if correlation_id:
        common.append(("correlation_id", correlation_id.encode()))
    if epoch:
        common.append((EPOCH_HEADER, epoch.encode()))
    return [
        Message(
            topic=topic,
            value=orjson.dumps(value)
            if isinstance(content, list)
            else payload.encode(),
            key=event.key(value),
            headers=[("id", f"{topic}:{event.natural_id(value)}".encode()), *common],
        )
        for value in values
    ]
