"""The running service takes history from a real broker and tells what it did."""

from typing import Any
from uuid import uuid4

import orjson
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from sales_svc.app import create_app
from sales_svc.settings import Settings
from sales_svc.tests.factories import make_chunk, make_row, make_rows, sell
from shared import telemetry
from tests.support import client_for, eventually, running

pytestmark = pytest.mark.kafka


@pytest.fixture
async def live(app, databases, kafka):
    settings = databases.settings(Settings, kafka_bootstrap_servers=kafka)
    async with running(create_app(settings)) as live:
        yield live


@pytest.fixture
async def import_id(shop):
    """Topics outlive a test: every test has an import of its own."""
    await shop.connection.execute(
        "SELECT setval('etl.jobs_id_seq', $1)", uuid4().int % 10**12 + 1
    )
    return await shop.add_job(chunks=10)


@pytest.fixture
async def send(kafka):
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    await producer.start()

    async def send(*values):
        for value in values:
            content = value if isinstance(value, bytes) else value.wire().encode()
            await producer.send_and_wait("sales.import", content)

    yield send
    await producer.stop()


async def messages(bootstrap, topic, import_id, wanted):
    """The first ``wanted`` messages of a topic that belong to this import."""
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    found: list[Any] = []
    try:
        while len(found) < wanted:
            batches = await consumer.getmany(timeout_ms=20_000)
            assert batches, f"{len(found)} of {wanted} came"
            for batch in batches.values():
                found += [m for m in batch if str(import_id).encode() in m.value]
    finally:
        await consumer.stop()
    return found


async def recorded(shop, import_id):
    return await shop.count("sales.sales", f"import_id = {import_id}")


async def test_duplicates_and_disorder_on_the_way_change_nothing(
    live, shop, send, kafka, import_id
):
    chunks = [make_chunk(import_id, n, rows=make_rows(20)) for n in range(5)]

    await send(chunks[3], chunks[0], chunks[3], *chunks[::-1], chunks[0])

    await eventually(lambda: recorded(shop, import_id), until=lambda n: n == 100)
    created = await messages(kafka, "sales.created", import_id, 100)
    sales = {orjson.loads(m.value)["sale_id"] for m in created}
    assert len(sales) == 100
    assert {m.key for m in created} == {b"1"}
    told = await messages(kafka, "import.progress", import_id, 5)
    counts = {v["source"]: v["rows"] for v in (orjson.loads(m.value) for m in told)}
    assert counts == {f"sales_svc/{n}": 20 for n in range(5)}
    # Whatever was delivered twice has been handled by now.
    await eventually(lambda: shop.count("sales.outbox"), until=lambda n: n == 0)
    assert await recorded(shop, import_id) == 100
    assert len(await messages(kafka, "sales.created", import_id, 100)) == 100


@pytest.mark.parametrize(
    "spoil",
    [
        lambda chunk: chunk.wire().encode()[:-20],
        lambda chunk: chunk.wire().encode().replace(b'"price":3.5', b'"price":-1'),
        # Well formed, but PostgreSQL has no text with NUL in it.
        lambda chunk: chunk.wire().encode().replace(b"poison", b"poi\\u0000son"),
    ],
    ids=["cut off", "negative price", "NUL"],
)
async def test_a_poisoned_chunk_is_put_aside_and_the_others_are_recorded(
    live, shop, send, kafka, import_id, spoil
):
    poison = make_chunk(import_id, 1, rows=[make_row(row_key=f"poison {import_id}")])

    await send(make_chunk(import_id, 0), spoil(poison), make_chunk(import_id, 2))

    (letter,) = await messages(kafka, "sales.import.dlq", import_id, 1)
    assert letter.value == spoil(poison)
    assert dict(letter.headers)["dlq_topic"] == b"sales.import"
    await eventually(lambda: recorded(shop, import_id), until=lambda n: n == 2)


async def test_the_till_is_open_while_history_comes_in(live, shop, send, import_id):
    tea = await shop.add_product(stock=100)
    async with client_for(live, "user") as client:
        await send(*(make_chunk(import_id, n, rows=make_rows(500)) for n in range(10)))
        answers = [await sell(client, tea) for _ in range(20)]
        assert {answer.status_code for answer in answers} == {201}
        await eventually(
            lambda: recorded(shop, import_id), until=lambda n: n == 5000, within=60
        )
        ready = await client.get("/health/ready")
        assert ready.status_code == 200
    assert await shop.stock_of(tea) == 80


async def test_a_line_that_no_job_has_sent_is_put_aside_and_says_why(
    live, shop, send, kafka, import_id
):
    rows = [make_row(row_key=f"forged {import_id}")]
    before = put_aside()

    await send(make_chunk(import_id, 10, rows=rows), make_chunk(import_id, 0))

    (letter,) = await messages(kafka, "sales.import.dlq", import_id, 1)
    reason = dict(letter.headers)["dlq_error"].decode()
    assert "no job has sent chunk 10" in reason
    await eventually(lambda: recorded(shop, import_id), until=lambda n: n == 1)
    assert await shop.count("sales.sales", f"row_key = 'forged {import_id}'") == 0
    assert put_aside() == before + 1


def put_aside():
    counter = telemetry.DEAD_LETTERS.labels("sales_svc.imports", "sales.import")
    return counter._value.get()
