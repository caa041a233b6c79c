"""Consumers, and topics of a test's own, on the broker of the run."""

import asyncio
from contextlib import asynccontextmanager
from uuid import uuid4

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from prometheus_client import REGISTRY
from sqlalchemy import text

from shared.contracts.sales import SaleCreated
from shared.contracts.topics import dead_letter_topic
from shared.errors import PoisonEvent
from shared.kafka import offsets
from shared.kafka.consumer import Consumer, Subscription
from shared.tests.factories import sale_created


async def keep(db, events):
    """Each sale once; a price of 666 spoils, a quantity over 999 breaks a CHECK."""
    new = await claim(db, [e.sale_id for e in events])
    for event in events:
        if event.price == 666:
            raise PoisonEvent("the number of the beast")
        if event.sale_id in new:
            new.discard(event.sale_id)
            await db.execute(
                text("INSERT INTO effects (id, quantity) VALUES (:i, :q)"),
                {"i": event.sale_id, "q": event.quantity},
            )


async def claim(db, ids):
    """The ids that nobody had claimed before. Sorted, because two consumers that insert
    the same ids in different orders would deadlock."""
    claimed = await db.execute(
        text(
            "INSERT INTO inbox (id) SELECT id FROM unnest(CAST(:ids AS bigint[])) AS i (id)"
            " ORDER BY id ON CONFLICT DO NOTHING RETURNING id"
        ),
        {"ids": list(set(ids))},
    )
    return set(claimed.scalars())


@asynccontextmanager
async def consuming(
    database, bootstrap, handle=keep, *, group=None, event=SaleCreated, **options
):
    consumer = Consumer(
        database,
        [Subscription(event, handle)],
        bootstrap=bootstrap,
        group=group or f"toy.{uuid4().hex}",
        **options,
    )
    task = asyncio.create_task(consumer.run())
    try:
        yield consumer
    finally:
        consumer.stop()
        await asyncio.wait_for(task, 30)


async def effects(database, ids):
    async with database.read() as db:
        found = await db.execute(
            text("SELECT id FROM effects WHERE id = ANY(:ids) ORDER BY n"),
            {"ids": list(ids)},
        )
        return list(found.scalars())


async def stored(database, group):
    """Where the group stands in the database; nothing until that is settled."""
    async with database.read() as db:
        return await offsets.read(db, group)


def wire(sale_id, **changes):
    return sale_created(sale_id, **changes).wire().encode()


async def own_event(bootstrap, *, partitions=1):
    """A type of event with topics that no other test writes to."""
    name = f"toy.{uuid4().hex}"
    await create_topic(bootstrap, name, partitions=partitions)
    await create_topic(bootstrap, dead_letter_topic(name))
    return type("Sale", (SaleCreated,), {"topic": name, "__module__": __name__})


async def create_topic(bootstrap, name, *, partitions=1):
    async with admin(bootstrap) as client:
        await client.create_topics([NewTopic(name, partitions, 1)], timeout_ms=10_000)


async def delete_topic(bootstrap, name):
    async with admin(bootstrap) as client:
        await client.delete_topics([name], timeout_ms=10_000)


@asynccontextmanager
async def admin(bootstrap):
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await client.start()
    try:
        yield client
    finally:
        await client.close()


async def everything(bootstrap, topic):
    """The records of a topic, as far as it goes now."""
    client = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", group_id=None
    )
    await client.start()
    try:
        ends = await client.end_offsets(client.assignment())
        found = []
        while any([await client.position(tp) < end for tp, end in ends.items()]):
            for records in (await client.getmany(timeout_ms=200)).values():
                found += records
        return found
    finally:
        await client.stop()


def gauge(name, **labels):
    (value,) = [
        sample.value
        for metric in REGISTRY.collect()
        for sample in metric.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    ]
    return value
