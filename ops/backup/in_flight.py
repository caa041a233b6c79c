"""Events that were with the broker alone when a backup was made.

Their outbox rows are deleted, their effects not yet in the database. What the
copies of forecast_svc miss is folded again from snapshots, but chunks of an
import on their way to sales_svc, and what was told of it, exist nowhere else.
They are kept beside the dump and put into an outbox by the restore: whoever
knows them already ignores them.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.events.imports import ImportProgress, SalesImport
from shared.outbox import Lane

CHUNKS, PROGRESS = SalesImport.topic, ImportProgress.topic
GROUPS = {CHUNKS: "sales_svc.imports", PROGRESS: "etl_svc.progress"}
TIMEOUT_S = 30

Offsets = dict[TopicPartition, int]


@dataclass(frozen=True)
class Known:
    """What the snapshot itself says of imports."""

    sent: dict[int, int]
    """Chunks that each unfinished job has put into the outbox, by job."""
    recorded: frozenset[tuple[int, int]]
    waiting: frozenset[tuple[int, int]]
    """Chunks that are still in the outbox, and so in the dump."""
    clock: str
    """When the snapshot was taken, in UTC as events write it."""

    def lacks(self, topic: str, event: dict[str, object]) -> bool:
        """Whether this event was sent before the snapshot and is not in it."""
        job = event.get("import_id")
        if topic == CHUNKS:
            chunk = (job, event.get("chunk"))
            early = isinstance(job, int) and _number(chunk[1]) < self.sent.get(job, 0)
            return early and chunk not in self.recorded and chunk not in self.waiting
        # Counts are cumulative and the newest wins: what is told twice is harmless,
        # what tells of sales that the snapshot does not have is not.
        source, _, number = str(event.get("source", "")).partition("/")
        if source == "sales_svc" and number.isdecimal():
            return (job, int(number)) in self.recorded
        return job in self.sent and str(event.get("ts", "~")) < self.clock


def _number(value: object) -> int:
    return value if isinstance(value, int) else 1 << 62


async def known(connection: asyncpg.Connection) -> Known:
    """Read in the snapshot of the backup."""
    sent = await connection.fetch(
        "SELECT id, chunks FROM etl.jobs WHERE status = 'running'"
    )
    recorded = await connection.fetch(
        "SELECT import_id, chunk FROM sales.import_chunks c"
        " JOIN etl.jobs j ON j.id = c.import_id WHERE j.status = 'running'"
    )
    waiting = await connection.fetch(
        "SELECT (e ->> 'import_id')::bigint, (e ->> 'chunk')::bigint"
        " FROM etl.outbox, json_array_elements(CASE json_typeof(payload)"
        " WHEN 'array' THEN payload ELSE json_build_array(payload) END) e"
        " WHERE topic = $1",
        CHUNKS,
    )
    clock = await connection.fetchval(
        "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.USZ')"
    )
    return Known(
        sent={row[0]: row[1] for row in sent},
        recorded=frozenset((row[0], row[1]) for row in recorded),
        waiting=frozenset((row[0], row[1]) for row in waiting),
        clock=clock,
    )


async def committed(bootstrap: str) -> Offsets:
    """Up to where the groups have come. Read before the snapshot: offsets are
    committed after the database, so what lies behind them is in it."""
    offsets: Offsets = {}
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        async with asyncio.timeout(TIMEOUT_S):
            await admin.start()
            for described in await admin.describe_topics(list(GROUPS)):
                topic = described["topic"]
                known = await admin.list_consumer_group_offsets(GROUPS[topic])
                for found in described["partitions"]:
                    partition = TopicPartition(topic, found["partition"])
                    # A group that has committed nothing reads from the start.
                    offsets[partition] = (
                        known[partition].offset if partition in known else 0
                    )
    finally:
        await admin.close()
    return offsets


async def collect(
    bootstrap: str, since: Offsets, known: Known, file: Path
) -> dict[str, int]:
    """Write a line for each event that the snapshot lacks; how many, by topic."""
    counted: Counter[str] = Counter()
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    try:
        with file.open("wb") as out:
            async with asyncio.timeout(TIMEOUT_S):
                await consumer.start()
                async for topic, event in _messages(consumer, since):
                    if known.lacks(topic, event):
                        line = orjson.dumps({"topic": topic, "event": event})
                        out.write(line + b"\n")
                        counted[topic] += 1
    finally:
        await consumer.stop()
    return dict(counted)


async def put_back(connection: asyncpg.Connection, file: Path) -> int:
    """Into the outbox of etl_svc; how many."""
    rows = [orjson.loads(line) for line in file.read_bytes().splitlines()]
    await connection.executemany(
        "INSERT INTO etl.outbox (lane, topic, payload) VALUES ($1, $2, $3::json)",
        [
            (int(Lane.IMPORT), row["topic"], orjson.dumps(row["event"]).decode())
            for row in rows
        ],
    )
    return len(rows)


async def _messages(
    consumer: AIOKafkaConsumer, since: Offsets
) -> AsyncIterator[tuple[str, dict[str, object]]]:
    """From these offsets to the present ends; what is no JSON object is left out."""
    ends = await consumer.end_offsets(list(since))
    first = await consumer.beginning_offsets(list(since))
    left = {
        partition: end
        for partition, end in ends.items()
        if max(since[partition], first[partition]) < end
    }
    consumer.assign(list(left))
    for partition in left:
        consumer.seek(partition, max(since[partition], first[partition]))
    while left:
        for partition, messages in (await consumer.getmany(timeout_ms=1000)).items():
            for message in messages:
                if (event := _event(message.value)) is not None:
                    yield partition.topic, event
        for partition in list(left):
            # A transaction's marker or a compacted gap has an offset and no message.
            if await consumer.position(partition) >= left[partition]:
                del left[partition]


def _event(value: bytes | None) -> dict[str, object] | None:
    try:
        event = orjson.loads(value or b"")
    except orjson.JSONDecodeError:
        return None
    return event if isinstance(event, dict) else None
