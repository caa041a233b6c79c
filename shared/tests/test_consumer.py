import asyncio
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from sqlalchemy import text

from shared.tests.consuming import consuming, effects, keep, stored, wire
from tests.support import eventually

pytestmark = pytest.mark.kafka


@pytest.fixture
async def send(kafka):
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    await producer.start()

    async def send(*values, key=None):
        for value in values:
            await producer.send_and_wait("sales.created", value, key=key)

    yield send
    await producer.stop()


async def dead_letter(bootstrap, wanted):
    consumer = AIOKafkaConsumer(
        "sales.created.dlq",
        bootstrap_servers=bootstrap,
        auto_offset_reset="earliest",
        group_id=None,
    )
    await consumer.start()
    try:
        async with asyncio.timeout(20):
            while True:
                record = await consumer.getone()
                if record.value == wanted:
                    return record
    finally:
        await consumer.stop()


async def test_an_event_that_comes_ten_times_has_one_effect(database, kafka, send):
    ids = range(1000, 1010)
    await send(*(wire(i) for i in ids for _ in range(10)))

    async with consuming(database, kafka):
        await eventually(
            lambda: effects(database, ids), until=lambda found: len(found) >= 10
        )

    assert sorted(await effects(database, ids)) == list(ids)


async def test_a_line_without_key_or_headers_is_read(database, kafka, send):
    await send(
        b'{"sale_id": 1100, "product_id": 5, "quantity": 1, "price": 2.5, "sold_at": "2026-07-01T10:00:00", "user_id": 1, "unknown": true}'
    )

    async with consuming(database, kafka):
        await eventually(lambda: effects(database, [1100]))


@pytest.mark.parametrize(
    ("poison", "reason"),
    [
        (b"not json", b"unreadable"),
        (b'{"sale_id": 1200}', b"product_id"),
        (wire(1201, price="666"), b"PoisonEvent: the number of the beast"),
        (wire(1202, quantity=5000), b"IntegrityError"),
    ],
    ids=[
        "no json",
        "fields missing",
        "refused by the handler",
        "refused by the database",
    ],
)
async def test_a_poison_event_is_put_aside_and_the_next_is_processed(
    database, kafka, send, poison, reason
):
    await send(wire(1300), poison, wire(1301))

    async with consuming(database, kafka):
        await eventually(
            lambda: effects(database, [1300, 1301]), until=lambda found: len(found) == 2
        )
        record = await dead_letter(kafka, poison)

    headers = dict(record.headers)
    assert reason in headers["dlq_error"]
    assert headers["dlq_topic"] == b"sales.created"
    assert {"dlq_partition", "dlq_offset"} <= headers.keys()


async def test_a_failure_of_the_database_is_retried_and_loses_nothing(
    database, kafka, send
):
    failures = 2

    async def stumble(db, events):
        nonlocal failures
        await keep(db, events)
        if failures:
            failures -= 1
            await db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    await send(wire(1400), wire(1401))

    async with consuming(database, kafka, stumble):
        await eventually(
            lambda: effects(database, [1400, 1401]),
            until=lambda found: len(found) == 2,
            within=90,
        )

    assert failures == 0


async def test_a_redelivery_after_the_effect_was_committed_changes_nothing(
    database, kafka, send
):
    """What happens when a process dies between the database's and the offset's commit."""
    group = f"toy.{uuid4().hex}"
    async with consuming(database, kafka, group=group) as consumer:
        await eventually(lambda: stored(database, group))

        async def no_commit(*_arguments):
            raise ConnectionError("died before the offset commit")

        original = AIOKafkaConsumer.commit
        AIOKafkaConsumer.commit = no_commit
        try:
            await send(wire(1500))
            await eventually(lambda: effects(database, [1500]))
            await eventually(lambda: asyncio.sleep(0, not consumer.connected))
        finally:
            AIOKafkaConsumer.commit = original
        await send(wire(1501))
        await eventually(lambda: effects(database, [1501]), within=40)

    assert await effects(database, [1500]) == [1500]


async def test_members_share_the_work_without_loss_or_double_effect(
    database, kafka, send
):
    group = f"toy.{uuid4().hex}"
    ids = range(2000, 2300)
    async with consuming(database, kafka, group=group):
        await send(*(wire(i) for i in ids[:150]))
        async with consuming(database, kafka, group=group):
            await send(*(wire(i) for i in ids[150:]))
            await eventually(
                lambda: effects(database, ids),
                until=lambda found: len(found) >= 300,
                within=60,
            )

    assert sorted(await effects(database, ids)) == list(ids)
