"""The database says where a group stands; what the broker says is held against it."""

import asyncio
from uuid import uuid4

import asyncpg
import orjson
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import OffsetAndMetadata
from sqlalchemy import text

from shared.contracts.products import StockMoved
from shared.contracts.sales import SaleCreated
from shared.contracts.topics import dead_letter_topic
from shared.db import epoch
from shared.kafka import offsets
from shared.kafka.offsets import EpochChanged, Log, Start, Stored, where_to_start
from shared.kafka.producer import Message, Producer
from shared.tests.consuming import (
    admin,
    consuming,
    create_topic,
    delete_topic,
    effects,
    everything,
    gauge,
    own_event,
    stored,
    wire,
)
from shared.tests.factories import sale_created, stock_moved
from tests.support import eventually

E, F = str(uuid4()), str(uuid4())


@pytest.mark.parametrize(
    ("known", "log", "start"),
    [
        # The normal case, and the window of a crash between the two commits.
        (Stored(E, 7), Log(0, 9, 7), Start(7)),
        (Stored(E, 7), Log(0, 9, 5), Start(7)),
        # Never stored: a new group, a new partition, a service just upgraded.
        (None, Log(2, 9, None), Start(2)),
        (None, Log(0, 9, 5), Start(5)),
        (None, Log(6, 9, 5), Start(6, "what was read last is no longer in the log")),
        # A trial database has no epoch; one that gets it later is the same.
        (Stored(None, 7), Log(0, 9, 7), Start(7)),
        (Stored(E, 7), Log(0, 0, None), Start(0, "the broker knows nothing of what was read")),
        (Stored(E, 0), Log(0, 3, None), Start(0, "the broker knows nothing of what was read")),
        (Stored(E, 7), Log(0, 4, 4), Start(0, "the log ends before what was read")),
        (Stored(E, 7), Log(8, 9, 7), Start(8, "events were deleted before they were read")),
        (Stored(F, 7), Log(0, 9, 9), Start(7, "the database was restored")),
        (Stored(E, 7), Log(0, 9, 8), Start(7, "the database knows less than was read")),
    ],
)  # fmt: skip
def test_where_reading_goes_on(known, log, start):
    assert where_to_start(known, E, log) == start


async def test_what_is_stored_only_grows(database):
    """A member thought dead finishes its batch after its successor's."""
    partition = TopicPartition("toys", 3)
    for offset in (9, 5):
        async with database.transaction() as db:
            await offsets.store(db, "g", None, {partition: offset})

    async with database.read() as db:
        assert await offsets.read(db, "g") == {partition: Stored(None, 9)}


@pytest.fixture
async def epochs(dsn, database):
    """The database has an epoch while the test lasts."""
    connection = await asyncpg.connect(dsn)
    await epoch.ensure(connection, readers=[])
    yield connection
    await connection.execute(f"DROP SCHEMA {epoch.SCHEMA} CASCADE")
    await connection.close()


async def test_nothing_is_written_once_the_database_is_another_one(database, epochs):
    before = await epoch.current_epoch(epochs)
    await epoch.begin(epochs, reason="a restore")

    async def effect_and_offset():
        async with database.transaction() as db:
            await db.execute(text("INSERT INTO effects (id) VALUES (1)"))
            await offsets.store(db, "g", before, {TopicPartition("toys", 0): 1})

    with pytest.raises(EpochChanged):
        await effect_and_offset()

    assert await effects(database, [1]) == []


class Losses:
    """What a service is told that it has to make good."""

    def __init__(self):
        self.reasons = []

    async def __call__(self, db, reason):
        self.reasons.append(reason)


@pytest.fixture
async def send(kafka):
    producer = await Producer.connect(kafka)

    async def send(event, *values, epoch=None):
        headers = [("epoch", epoch.encode())] if epoch else []
        messages = [Message(event.topic, value, b"one", headers) for value in values]
        assert not any(await producer.send(messages))

    yield send
    await producer.close()


@pytest.fixture
def group(database, kafka):
    """A group whose member runs while a block lasts, and what it found lost."""
    return Group(database, kafka, f"toy.{uuid4().hex}")


class Group:
    def __init__(self, database, bootstrap, name):
        self._where = database, bootstrap
        self.name = name

    def __call__(self, event):
        losses = Losses()
        return consuming(
            *self._where, group=self.name, event=event, on_loss=losses
        ), losses


async def applied(database, *ids):
    await eventually(
        lambda: effects(database, ids),
        until=lambda found: sorted(found) == sorted(ids),
        within=40,
    )


@pytest.mark.kafka
async def test_a_log_that_was_wiped_with_unread_events_is_noticed(
    database, kafka, send, group
):
    event = await own_event(kafka)
    await send(event, wire(1), wire(2))
    member, losses = group(event)
    async with member:
        await applied(database, 1, 2)
    assert not losses.reasons

    # Away, while more is sent and then everything is lost.
    await send(event, wire(3), wire(4))
    await delete_topic(kafka, event.topic)
    await eventually(lambda: gone(kafka, event.topic))
    await create_topic(kafka, event.topic)
    await send(event, wire(5))

    member, losses = group(event)
    async with member as consumer:
        await applied(database, 1, 2, 5)
        lost = gauge("previstock_offsets_lost_total", group=consumer.group)
    assert len(losses.reasons) == 1
    assert lost == 1


async def gone(bootstrap, topic):
    async with admin(bootstrap) as client:
        return topic not in await client.list_topics()


@pytest.mark.kafka
async def test_a_group_that_had_read_nothing_yet_notices_it_too(
    database, kafka, send, group
):
    event = await own_event(kafka)
    member, losses = group(event)
    async with member:
        await eventually(lambda: stored(database, group.name))
    assert not losses.reasons
    await send(event, wire(3))
    await delete_topic(kafka, event.topic)
    await eventually(lambda: gone(kafka, event.topic))
    await create_topic(kafka, event.topic)

    member, losses = group(event)
    async with member:
        await eventually(lambda: asyncio.sleep(0, losses.reasons), within=40)


@pytest.mark.kafka
async def test_a_topic_that_is_gone_for_a_while_is_read_again_by_a_running_member(
    database, kafka, send, group
):
    event = await own_event(kafka)
    await send(event, wire(1))
    member, losses = group(event)
    async with member as consumer:
        await applied(database, 1)
        await delete_topic(kafka, event.topic)
        await eventually(
            lambda: asyncio.sleep(0, dict(consumer._next_offset)),
            until=lambda assigned: not assigned,
            within=40,
        )
        await create_topic(kafka, event.topic)
        await send(event, wire(2))

        await applied(database, 1, 2)
    assert losses.reasons


@pytest.mark.kafka
async def test_a_database_that_was_rolled_back_is_noticed_and_reads_again(
    database, kafka, send, group
):
    event = await own_event(kafka)
    await send(event, wire(1), wire(2))
    member, losses = group(event)
    async with member:
        await applied(database, 1, 2)

    async with database.transaction() as db:
        await db.execute(text("DELETE FROM effects"))
        await db.execute(text("DELETE FROM inbox"))
        await db.execute(text("UPDATE consumer_offsets SET next_offset = 0"))

    member, losses = group(event)
    async with member:
        await applied(database, 1, 2)
    assert losses.reasons == [
        f"the database knows less than was read ({event.topic}/0)"
    ]


@pytest.mark.kafka
async def test_a_commit_that_was_lost_in_a_crash_is_no_loss(
    database, kafka, send, group
):
    event = await own_event(kafka)
    await send(event, wire(1), wire(2))
    member, losses = group(event)
    async with member:
        await applied(database, 1, 2)
    await set_back(kafka, group.name, event.topic)

    member, losses = group(event)
    async with member:
        await send(event, wire(3))
        await applied(database, 1, 2, 3)
    assert not losses.reasons


async def set_back(bootstrap, name, topic):
    partition = TopicPartition(topic, 0)
    client = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, group_id=name, enable_auto_commit=False
    )
    client.assign([partition])
    await client.start()
    await client.commit({partition: OffsetAndMetadata(1, "")})
    await client.stop()


@pytest.mark.kafka
async def test_after_a_restore_events_of_before_are_refused_and_typed_ones_taken(
    database, kafka, send, group, epochs
):
    event = await own_event(kafka)
    before = await epoch.current_epoch(epochs)
    await send(event, wire(1), epoch=before)
    member, losses = group(event)
    async with member:
        await applied(database, 1)
    await send(event, *(wire(n) for n in range(2, 50)), epoch=before)

    now = await epoch.begin(epochs, reason="a restore")
    await send(event, wire(50))
    await send(event, wire(51), epoch=now)

    member, losses = group(event)
    async with member as consumer:
        await eventually(lambda: effects(database, [51]), within=40)
        refused = gauge("previstock_events_refused_total", group=consumer.group)
    assert losses.reasons == [f"the database was restored ({event.topic}/0)"]
    assert await effects(database, range(52)) == [1, 50, 51]
    assert refused == 48
    assert await everything(kafka, dead_letter_topic(event.topic)) == []
    # Found out once, not at each start.
    member, losses = group(event)
    async with member:
        await send(event, wire(52), epoch=now)
        await eventually(lambda: effects(database, [52]), within=40)
    assert not losses.reasons


@pytest.mark.kafka
async def test_a_restore_under_a_running_member_loses_nothing_new(
    database, kafka, send, group, epochs
):
    event = await own_event(kafka)
    await send(event, wire(1), epoch=await epoch.current_epoch(epochs))
    member, losses = group(event)
    async with member:
        await applied(database, 1)
        now = await epoch.begin(epochs, reason="a restore")
        await send(event, wire(2), epoch=now)
        await applied(database, 1, 2)
    assert losses.reasons == [f"the database was restored ({event.topic}/0)"]


SALE, MOVEMENT = orjson.loads(sale_created().wire()), orjson.loads(stock_moved().wire())


@pytest.mark.parametrize(
    ("event", "value", "taken"),
    [
        (SaleCreated, SALE | {"sale_id": 10**12 - 1}, True),
        (SaleCreated, SALE | {"sale_id": 10**12}, True),
        (SaleCreated, SALE | {"sale_id": 10**13 - 1}, True),
        (SaleCreated, SALE | {"sale_id": 10**13}, False),
        (SaleCreated, SALE | {"sale_id": 0}, False),
        (SaleCreated, SALE | {"product_id": 2**63 - 1}, False),
        (StockMoved, MOVEMENT | {"movement_id": 10**12 - 1}, True),
        (StockMoved, MOVEMENT | {"movement_id": 10**12}, False),
        (StockMoved, MOVEMENT | {"movement_id": 2**63 - 1}, False),
    ],
)
def test_ids_have_their_ranges(event, value, taken):
    wire = orjson.dumps(value)

    if taken:
        event.read(wire)
    else:
        with pytest.raises(ValueError, match=r"less than|greater than"):
            event.read(wire)
