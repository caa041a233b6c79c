"""The running service and a real broker."""

import asyncio
from datetime import timedelta
from itertools import count

import pytest
from aiokafka import AIOKafkaConsumer

from forecast_svc.app import create_app
from forecast_svc.settings import Settings
from forecast_svc.tests.factories import (
    YESTERDAY,
    deleted,
    moved,
    noon,
    product,
    reached,
    sale,
    void,
)
from forecast_svc.tests.supply import purchase, terms
from tests.support import client_for, eventually, running

pytestmark = pytest.mark.kafka

# Topics outlive a test: each has a product and sales of its own.
_products = count(7001)


@pytest.fixture
def tea():
    return next(_products)


@pytest.fixture
def sales(tea):
    """Sales of this test's product only."""
    return lambda n, **changes: sale(tea * 1000 + n, product_id=tea, **changes)


@pytest.fixture
async def live(databases, kafka):
    await databases.clean("forecast")
    settings = databases.settings(Settings, kafka_bootstrap_servers=kafka)
    async with running(create_app(settings)) as app:
        yield app


@pytest.fixture
async def client(live):
    async with client_for(live, "viewer") as client:
        yield client


async def sold_yesterday(client, product_id):
    answer = await client.get(
        "/api/forecast/series",
        params={"product_id": product_id, "from": YESTERDAY.isoformat()},
    )
    return sum(point["quantity"] for point in answer.json()["points"])


async def until_sold(client, product_id, quantity):
    await eventually(
        lambda: sold_yesterday(client, product_id),
        until=lambda sold: sold == quantity,
        within=40,
    )


async def test_events_reach_the_series_once_whatever_their_order(
    live, client, send, sales, tea
):
    first, second = sales(1, quantity=3), sales(2, quantity=4)

    await send(void(first), *[second] * 10, first, void(first), product(product_id=tea))

    await until_sold(client, tea, 4)
    answer = await client.get("/api/forecast", params={"product_id": tea})
    assert answer.status_code == 200
    assert (await client.get("/health/ready")).status_code == 200


async def test_a_question_waits_for_the_event_of_its_product(live, client, send, tea):
    asking = asyncio.create_task(
        client.get("/api/forecast", params={"product_id": tea})
    )
    await asyncio.sleep(0.5)
    assert not asking.done()
    await send(product(product_id=tea))

    assert (await asking).status_code == 200


async def test_a_line_typed_by_hand_is_a_sale(live, client, send, tea):
    line = (
        b'{"sale_id": 9%d, "product_id": %d, "quantity": 2, "price": 5,'
        b' "sold_at": "%sT10:00:00", "user_id": 1}'
        % (tea, tea, YESTERDAY.isoformat().encode())
    )

    await send(line)

    await until_sold(client, tea, 2)


async def test_poison_goes_to_the_dead_letters_and_the_next_event_counts(
    live, client, send, sales, tea, kafka
):
    poison = b'{"sale_id": "%d", "quantity": -3}' % tea
    dead_letters = AIOKafkaConsumer(
        "sales.created.dlq",
        bootstrap_servers=kafka,
        auto_offset_reset="earliest",
        group_id=None,
    )

    await send(sales(1), poison, b"\xff\x00", sales(2))

    await until_sold(client, tea, 4)
    await dead_letters.start()
    try:
        async with asyncio.timeout(20):
            while (record := await dead_letters.getone()).value != poison:
                pass
    finally:
        await dead_letters.stop()
    assert b"unreadable" in dict(record.headers)["dlq_error"]


async def test_where_data_ends_is_heard_after_poison_whatever_the_order(
    live, client, send, sales, tea
):
    """Told twice, before the sales and after an unreadable line."""
    last = YESTERDAY - timedelta(days=9)
    stated = reached(tea, last, source=f"till {tea}")
    await send(b'{"source": 3}', topic="history.reached")
    await send(stated, stated)
    sold = [
        sales(n + 1, sold_at=noon(last - timedelta(days=n)), quantity=5, import_id=tea)
        for n in range(60)
    ]
    await send(*sold)

    async def forecast():
        answer = await client.get("/api/forecast", params={"product_id": tea})
        return answer.json()

    body = await eventually(
        forecast,
        until=lambda body: body["model"]["selling_days"] == 60 and body["gap_days"],
        within=60,
    )
    assert (body["gap_days"], body["data_end"]) == (9, last.isoformat())


async def test_death_between_the_databases_commit_and_the_offsets_changes_nothing(
    live, client, send, sales, tea, monkeypatch
):
    commits = AIOKafkaConsumer.commit
    dropped = asyncio.Event()

    async def die(*_arguments):
        dropped.set()
        raise ConnectionError("died before the offsets were committed")

    monkeypatch.setattr(AIOKafkaConsumer, "commit", die)
    await send(sales(1, quantity=5))
    await asyncio.wait_for(dropped.wait(), 40)
    monkeypatch.setattr(AIOKafkaConsumer, "commit", commits)
    await send(sales(2, quantity=1))

    await until_sold(client, tea, 6)


async def test_copies_follow_the_catalogue_and_the_ledger(live, client, send, tea):
    await send(
        product(version=2, product_id=tea),
        deleted(3, product_id=tea),
        moved(tea, stock=4, product_id=tea),
    )

    answer = await eventually(
        lambda: client.get("/api/forecast", params={"product_id": tea}),
        until=lambda a: a.status_code == 200 and a.json()["archived"],
        within=40,
    )

    assert answer.json()["model"]["reason"] == "no_history"


async def test_terms_and_orders_are_copied_after_poison_whatever_the_order(
    live, send, tea, inspector
):
    await send(b'{"product_id": 1, "unit_cost": -2}', topic="supply.terms")
    await send(b"", topic="purchase.changed")
    await send(
        terms(product_id=tea, version=3, unit_cost="9.5"),
        terms(product_id=tea, version=2),
        purchase(product_id=tea, line_id=tea, version=4, open=1),
        purchase(product_id=tea, line_id=tea, version=1),
    )

    async def copied():
        return await inspector.fetchrow(
            "SELECT unit_cost, open FROM live_supply_terms JOIN live_purchase_lines"
            " USING (product_id) WHERE product_id = $1",
            tea,
        )

    row = await eventually(copied, within=40)
    assert [float(value) for value in row] == [9.5, 1]


async def test_an_imports_progress_is_published(live, client, send, sales, tea, kafka):
    progress = AIOKafkaConsumer(
        "import.progress",
        bootstrap_servers=kafka,
        auto_offset_reset="earliest",
        group_id=None,
    )
    await progress.start()

    await send(*(sales(n, import_id=tea) for n in range(5)))

    try:
        async with asyncio.timeout(40):
            while True:
                record = await progress.getone()
                if record.key == b"%d" % tea and b'"rows":5' in record.value:
                    break
    finally:
        await progress.stop()
    assert b'"stage":"folded"' in record.value
