"""From the broker to the ring: what comes, what is unreadable, and a broker that goes."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiokafka import AIOKafkaProducer

from sales_svc.live import feed
from sales_svc.live.feed import Feed
from sales_svc.live.hub import Hub
from shared.contracts.sales import SaleCreated
from tests.support import eventually

pytestmark = pytest.mark.kafka


def event(sale_id):
    return SaleCreated(
        sale_id=sale_id, product_id=2, quantity=1, price=1, user_id=7,
        sold_at=datetime.now(UTC),
    )  # fmt: skip


async def tell(kafka, *values):
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    await producer.start()
    for value in values:
        await producer.send_and_wait("sales.created", value)
    await producer.stop()


def of_the_broker():
    """What aiokafka still runs: with each of these a connection stays open."""
    running = [repr(task.get_coro()) for task in asyncio.all_tasks()]
    return [name for name in running if " AIOKafka" in name]


async def test_sales_are_heard_and_a_broker_that_goes_is_noticed_and_loses_nothing(
    kafka, kafka_server, monkeypatch
):
    monkeypatch.setattr(feed, "CHECK_EVERY_S", 0.5)
    monkeypatch.setattr(feed, "ANSWER_S", 2.0)
    hub = Hub()
    await tell(kafka, event(1).wire().encode())
    following = Feed(kafka, hub)
    task = asyncio.create_task(following.run())

    async def live():
        return hub.live

    async def heard():
        return [note.about["sale_id"] for note in hub.after(0) or ()]

    try:
        assert await eventually(live)
        await tell(kafka, *[b"{no json"] * 300, event(2).wire().encode())
        await eventually(heard, until=lambda ids: ids == [2])
        await asyncio.to_thread(kafka_server.stop)
        await eventually(live, until=lambda it_is: not it_is)
        await asyncio.to_thread(kafka_server.start)
        await tell(kafka, event(3).wire().encode())

        await eventually(heard, until=lambda ids: ids == [2, 3])
        assert await eventually(live)
    finally:
        following.stop()
        await task
    assert not of_the_broker()
