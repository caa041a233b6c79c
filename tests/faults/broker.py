"""What the broker itself says: lag and members of groups, ends of topics."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared.broker import client_options
from shared.contracts.topics import dead_letter_topic

GROUPS = {
    "forecast_svc": (
        "product.created", "product.updated", "product.deleted",
        "sales.created", "sales.voided", "stock.moved",
    ),
    "forecast_svc.refit": ("forecast.refit",),
    "sales_svc.imports": ("sales.import",),
    "etl_svc.progress": ("import.progress",),
    **{
        f"{service}_svc.shop": ("shop.changed",)
        for service in ("auth", "products", "sales", "forecast", "etl")
    },
}  # fmt: skip
"""Every consumer group of the system and what it reads."""


@asynccontextmanager
async def _admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    client = AIOKafkaAdminClient(**client_options(bootstrap), request_timeout_ms=5_000)
    try:
        await client.start()
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def _reader(bootstrap: str, *topics: str) -> AsyncIterator[AIOKafkaConsumer]:
    """A consumer of no group: it disturbs nobody."""
    client = AIOKafkaConsumer(
        *topics,
        **client_options(bootstrap),
        group_id=None,
        enable_auto_commit=False,
        request_timeout_ms=5_000,
    )
    try:
        await client.start()
        yield client
    finally:
        await client.stop()


async def _ends(
    reader: AIOKafkaConsumer, topics: Iterable[str]
) -> dict[TopicPartition, int]:
    partitions = [
        TopicPartition(topic, number)
        for topic in topics
        for number in reader.partitions_for_topic(topic) or ()
    ]
    ends: dict[TopicPartition, int] = await reader.end_offsets(partitions)
    return ends


async def messages(bootstrap: str, topic: str) -> int:
    """How many messages a topic ever took; raises when there is no such topic."""
    async with _reader(bootstrap, topic) as reader:
        return sum((await _ends(reader, [topic])).values())


async def put_aside(bootstrap: str, topic: str) -> list[tuple[str, str, str]]:
    """What each dead letter of ``topic`` names: topic, partition and offset of its event."""
    read: list[tuple[str, str, str]] = []
    async with _reader(bootstrap, dead_letter_topic(topic)) as reader:
        ends = await _ends(reader, [dead_letter_topic(topic)])
        await reader.seek_to_beginning()
        while len(read) < sum(ends.values()):
            for records in (await reader.getmany(timeout_ms=1_000)).values():
                read += [_origin(dict(record.headers)) for record in records]
    return read


def _origin(headers: dict[str, bytes]) -> tuple[str, str, str]:
    topic, partition, offset = (
        headers[f"dlq_{name}"].decode() for name in ("topic", "partition", "offset")
    )
    return topic, partition, offset


async def behind(bootstrap: str) -> dict[str, str]:
    """Groups that have not read everything, or that nobody reads for."""
    found: dict[str, str] = {}
    topics = [topic for read in GROUPS.values() for topic in read]
    async with _admin(bootstrap) as admin, _reader(bootstrap, *topics) as reader:
        ends = await _ends(reader, topics)
        starts = await reader.beginning_offsets(list(ends))
        for group, read in GROUPS.items():
            committed = await admin.list_consumer_group_offsets(group)
            lag = sum(
                max(0, end - max(_offset(committed, tp), starts[tp]))
                for tp, end in ends.items()
                if tp.topic in read
            )
            if lag:
                found[f"group {group}"] = f"lag {lag}"
            elif not await _members(admin, group):
                found[f"group {group}"] = "nobody reads for it"
    return found


def _offset(committed: dict[TopicPartition, object], partition: TopicPartition) -> int:
    return int(getattr(committed.get(partition), "offset", 0))


async def _members(admin: AIOKafkaAdminClient, group: str) -> int:
    (answer,) = await admin.describe_consumer_groups([group])
    ((_error, _name, state, _kind, _protocol, members, *_),) = answer.groups
    return len(members) if state == "Stable" else 0


async def committed_total(bootstrap: str, group: str, topic: str) -> int:
    """Sum of a group's committed offsets in a topic."""
    async with _admin(bootstrap) as admin:
        committed = await admin.list_consumer_group_offsets(group)
    return sum(max(0, _offset(committed, tp)) for tp in committed if tp.topic == topic)


async def produce(
    bootstrap: str, topic: str, values: Sequence[bytes], *, partition: int | None = None
) -> None:
    """As somebody types them: no headers, no key."""
    producer = AIOKafkaProducer(**client_options(bootstrap), linger_ms=5)
    await producer.start()
    try:
        for value in values:
            await producer.send(topic, value=value, partition=partition)
        await producer.flush()
    finally:
        await producer.stop()


async def read_all(bootstrap: str, topic: str) -> list[bytes]:
    """Every message that a topic holds now."""
    async with _reader(bootstrap, topic) as reader:
        ends = await _ends(reader, [topic])
        await reader.seek_to_beginning()
        wanted = sum(ends.values()) - sum(
            (await reader.beginning_offsets(list(ends))).values()
        )
        found: list[bytes] = []
        while len(found) < wanted:
            batches = await reader.getmany(timeout_ms=2_000)
            if not batches:
                break
            found += [r.value or b"" for records in batches.values() for r in records]
        return found


async def delete_topic(bootstrap: str, topic: str) -> None:
    async with _admin(bootstrap) as admin:
        await admin.delete_topics([topic], timeout_ms=10_000)
