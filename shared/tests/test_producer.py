"""Many messages at once: in their order, each where every client sends its key."""

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import MessageSizeTooLargeError

from shared.kafka.producer import MAX_MESSAGE_BYTES, Message, Producer
from tests.support import eventually
from tests.support.kafka import empty_topic

TOPIC = "stock.moved"


@pytest.fixture
async def producer(kafka):
    await empty_topic(kafka, TOPIC)
    producer = await Producer.connect(kafka)
    yield producer
    await producer.close()
    await empty_topic(kafka, TOPIC)


async def arrived(kafka, count):
    consumer = AIOKafkaConsumer(
        TOPIC, bootstrap_servers=kafka, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        async with asyncio.timeout(30):
            return [await consumer.getone() for _ in range(count)]
    finally:
        await consumer.stop()


@pytest.mark.kafka
async def test_more_than_a_batch_arrives_in_its_order(kafka, producer):
    """With their headers, and one that is too large left out alone."""
    sent = [
        Message(TOPIC, b"%5d" % n + b"." * 700, b"tea", [("id", b"%d" % n)])
        for n in range(1000)
    ]
    sent[500] = Message(TOPIC, b"x" * MAX_MESSAGE_BYTES, b"tea")

    outcomes = await producer.send(sent)

    assert isinstance(outcomes.pop(500), MessageSizeTooLargeError)
    assert outcomes == [None] * 999
    del sent[500]
    found = await arrived(kafka, 999)
    assert [(m.value, m.headers) for m in found] == [
        (m.value, tuple(m.headers)) for m in sent
    ]


@pytest.mark.kafka
async def test_a_key_stays_in_the_partition_that_other_clients_choose(kafka, producer):
    keys = [b"%d" % n for n in range(20)]
    other = AIOKafkaProducer(bootstrap_servers=kafka)
    await other.start()
    chosen = [await other.send_and_wait(TOPIC, b"theirs", key=key) for key in keys]
    await other.stop()

    await producer.send([Message(TOPIC, b"ours", key) for key in keys])

    ours = {m.key: m.partition for m in await arrived(kafka, 40) if m.value == b"ours"}
    assert ours == {key: m.partition for key, m in zip(keys, chosen, strict=True)}


@pytest.mark.kafka
async def test_a_topic_that_takes_less_refuses_only_what_is_too_large(kafka, producer):
    """The broker refuses a batch as a whole."""

    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    limit = ConfigResource(
        ConfigResourceType.TOPIC, TOPIC, configs={"max.message.bytes": "5000"}
    )
    await admin.alter_configs([limit])
    await admin.close()
    taken = 0

    async def limited():
        """A new setting holds a moment after the broker has acknowledged it."""
        nonlocal taken
        (outcome,) = await producer.send([Message(TOPIC, b"?" * 9000, b"tea")])
        taken += outcome is None
        return outcome is not None

    await eventually(limited)
    values = [b"a" * 1000, b"b" * 9000, b"c" * 1000]

    outcomes = await producer.send([Message(TOPIC, v, b"tea") for v in values])

    assert [type(o) for o in outcomes] == [
        type(None),
        MessageSizeTooLargeError,
        type(None),
    ]
    both = (await arrived(kafka, taken + 2))[taken:]
    assert [m.value for m in both] == [values[0], values[2]]
