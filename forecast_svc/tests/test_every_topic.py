"""What is heard on any topic: unreadable, twice, and in another order."""

import asyncio
from itertools import count
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord

from forecast_svc.projection.consumer import make_consumer
from forecast_svc.settings import Settings
from forecast_svc.tests.factories import (
    YESTERDAY,
    consumed,
    deleted,
    moved,
    product,
    reached,
    returned,
    sale,
    void,
)
from forecast_svc.tests.supply import (
    location,
    lot,
    purchase,
    supplier,
    terms,
    transfer,
)
from shared.contracts.products import ProductUpdated
from shared.contracts.topics import TOPICS

pytestmark = pytest.mark.kafka

PAIRS = [
    (product(1), product(2)),
    (
        ProductUpdated(**product(1).model_dump()),
        ProductUpdated(**product(2).model_dump()),
    ),
    (deleted(2), deleted(3)),
    (moved(1, 6), moved(2, 5)),
    (sale(1), sale(2)),
    (void(sale(1)), void(sale(2))),
    (returned(1, sale(1)), returned(2, sale(2))),
    (consumed(1), consumed(2)),
    (reached(1, YESTERDAY), reached(2, YESTERDAY)),
    *(
        (fact(version=1), fact(version=2))
        for fact in (location, supplier, terms, purchase, transfer, lot)
    ),
]
"""Two facts of each topic."""
FACTS = {first.topic: (first, second) for first, second in PAIRS}
COPIED = [
    "daily", "products", "stock", "closing_stock", "stockout_changes", "reaches",
    "product_imports", "locations", "suppliers", "supply_terms", "purchase_lines",
    "transfer_lines", "lots",
]  # fmt: skip
_offsets = count()


@pytest.fixture
async def consumer(app, databases, kafka):
    settings = databases.settings(Settings, kafka_bootstrap_servers=kafka)
    consumer = make_consumer(settings, app.state.database)
    yield consumer
    await consumer._dead_letters.close()


@pytest.fixture(scope="module")
async def dead_letters(kafka):
    """Waits for the record with these bytes on a topic's dead letters."""
    reader = AIOKafkaConsumer(bootstrap_servers=kafka, group_id=None)
    await reader.start()

    async def dead_letter(topic, value):
        partition = TopicPartition(TOPICS[topic].dead_letters, 0)
        reader.assign([partition])
        await reader.seek_to_beginning(partition)
        async with asyncio.timeout(20):
            while (record := await reader.getone()).value != value:
                pass
        return dict(record.headers)

    yield dead_letter
    await reader.stop()


@pytest.fixture
def hear(consumer):
    """A batch of one partition, as it is read: events, or bytes as somebody typed them."""

    async def hear(topic, *told):
        records = [_record(topic, each) for each in told]
        progress = await consumer._applier.apply({TopicPartition(topic, 0): records})
        assert progress.holds == {}
        assert progress.next_offsets == {
            TopicPartition(topic, 0): records[-1].offset + 1
        }

    return hear


def _record(topic, told):
    value = told if isinstance(told, bytes) else told.wire().encode()
    return ConsumerRecord(
        topic, 0, next(_offsets), 0, 0, None, value, None, 0, len(value), ()
    )


@pytest.fixture
def copies(inspector):
    async def copies():
        return {
            table: await inspector.fetchval(
                f"SELECT jsonb_agg(to_jsonb(t) ORDER BY to_jsonb(t)::text) FROM {table} t"
            )
            for table in COPIED
        }

    return copies


async def test_every_topic_that_is_consumed_has_its_facts_here(consumer):
    assert sorted(consumer.topics) == sorted(FACTS)


@pytest.mark.parametrize("topic", FACTS)
async def test_poison_is_put_aside_and_the_rest_counts_once_in_any_order(
    topic, hear, copies, dead_letters
):
    first, second = FACTS[topic]
    # Unreadable, and of the right shape without what it must say.
    poisons = [b"\xff %s" % uuid4().bytes, b'{"poison": "%s"}' % uuid4().hex.encode()]
    nothing = await copies()

    await hear(topic, poisons[0], second, poisons[1], first, first)

    known = await copies()
    assert known != nothing
    for poison in poisons:
        headers = await dead_letters(topic, poison)
        assert b"unreadable" in headers["dlq_error"]
        assert headers["dlq_topic"] == topic.encode()
    await hear(topic, first, second, second)
    assert await copies() == known
