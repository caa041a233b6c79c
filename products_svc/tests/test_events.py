"""The running service and a real broker."""

import asyncio
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaConsumer

from products_svc.app import create_app
from products_svc.settings import Settings
from products_svc.tests.factories import add_product, adjust, product_body, stock_of
from tests.support import client_for, eventually, outbox_rows, running

pytestmark = pytest.mark.kafka
FIRST_ID = 424_242
"""Topics outlive a test; its products have ids that no other test uses."""


@pytest.fixture
async def live(databases, kafka, inspector):
    await inspector.execute(f"ALTER TABLE products ALTER id RESTART {FIRST_ID}")
    settings = databases.settings(Settings, kafka_bootstrap_servers=kafka)
    async with running(create_app(settings)) as app:
        yield app


async def messages(bootstrap, topic, wanted):
    """The first ``wanted`` messages about this test's products."""
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", group_id=None
    )
    await consumer.start()
    try:
        found: list[Any] = []
        async with asyncio.timeout(20):
            while len(found) < wanted:
                message = await consumer.getone()
                if int(message.key) >= FIRST_ID:
                    found.append(message)
        return found
    finally:
        await consumer.stop()


async def test_catalogue_and_ledger_reach_the_broker_whole_and_in_order(
    live, kafka, till
):
    async with client_for(live, "manager", 7) as client:
        client.headers["X-Request-ID"] = "delivery-17"
        tea = await add_product(client, stock=10)
        await client.post("/api/products/bulk", json={"items": [product_body()]})
        for sale in range(5):
            await till.take(sale, [(tea["id"], 1)])
        await adjust(client, tea["id"], delta=20, reason="receipt")
        await eventually(
            lambda: outbox_rows(live.state.database), until=lambda r: not r
        )
        await eventually(
            lambda: client.get("/health/ready"), until=lambda r: r.status_code == 200
        )
        left = await stock_of(client, tea["id"])

    created = await messages(kafka, "product.created", 2)
    moved = await messages(kafka, "stock.moved", 8)

    assert {int(m.key) for m in created} == {FIRST_ID, FIRST_ID + 1}
    stock_queries = [orjson.loads(m.value) for m in moved if int(m.key) == tea["id"]]
    assert [line["reason"] for line in stock_queries] == [
        "initial",
        *["sale"] * 5,
        "receipt",
    ]
    assert [line["stock"] for line in stock_queries] == [10, 9, 8, 7, 6, 5, 25]
    assert stock_queries[-1]["stock"] == left
    headers = [dict(m.headers) for m in moved if int(m.key) == tea["id"]]
    assert (
        headers[-1]["id"] == f"stock.moved:{stock_queries[-1]['movement_id']}".encode()
    )
    assert headers[-1]["correlation_id"] == b"delivery-17"
