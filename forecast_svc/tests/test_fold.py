"""Events folded into the series and the copies, on a real PostgreSQL."""

import asyncio
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from forecast_svc.projection.consumer import Handlers
from forecast_svc.tests.factories import (
    YESTERDAY,
    Deliveries,
    deleted,
    moved,
    product,
    sale,
    void,
)
from shared.types import END_OF_TYPED_IDS
from tests.support import move_shop, outbox_rows


async def days(inspector, product_id=1):
    rows = await inspector.fetch(
        "SELECT day, quantity, revenue, sales FROM daily"
        " WHERE product_id = $1 ORDER BY day",
        product_id,
    )
    return [(r["day"], r["quantity"], float(r["revenue"]), r["sales"]) for r in rows]


async def test_sales_of_a_day_are_summed(deliver, inspector):
    await deliver(sale(1, quantity=2), sale(2, quantity=3, price="1.50"))
    await deliver(sale(3, YESTERDAY - timedelta(days=2), quantity=1))

    assert await days(inspector) == [
        (YESTERDAY - timedelta(days=2), 1, 9.99, 1),
        (YESTERDAY, 5, 24.48, 2),
    ]


async def test_an_event_that_comes_ten_times_counts_once(deliver, inspector):
    sold = sale(1)

    await deliver(sold, times=10)
    await deliver(sold, sold, sale(2), sold)
    await deliver(void(sold), times=10)

    assert await days(inspector) == [(YESTERDAY, 2, 9.99 * 2, 1)]


async def test_a_void_takes_its_sale_back(deliver, inspector):
    sold = sale(1)
    await deliver(sold, sale(2, quantity=4))

    await deliver(void(sold))

    assert await days(inspector) == [(YESTERDAY, 4, 39.96, 1)]


async def test_a_void_that_comes_before_its_sale_ends_right(client, deliver, inspector):
    sold = sale(1, quantity=5)
    await deliver(void(sold))
    between = await client.get("/api/forecast/series", params={"product_id": 1})

    await deliver(sold)

    assert between.json()["points"] == []
    assert await days(inspector) == [(YESTERDAY, 0, 0, 0)]


async def test_a_sale_typed_by_hand_counts(deliver, inspector):
    await deliver(sale(END_OF_TYPED_IDS - 1))

    assert await days(inspector) == [(YESTERDAY, 2, 19.98, 1)]


async def test_days_are_those_of_the_shop(app, inspector):
    await move_shop(app, time_zone="Asia/Tokyo")

    await Deliveries(app.state.database)(
        sale(1, sold_at=datetime(2026, 3, 1, 16, tzinfo=UTC))
    )

    assert (await days(inspector))[0][0] == date(2026, 3, 2)


async def test_replicas_that_fold_the_same_events_at_once_count_them_once(
    app, inspector
):
    events = [sale(n, product_id=n % 7 + 1, quantity=1) for n in range(1, 301)]
    replicas = [Deliveries(app.state.database) for _ in range(4)]
    shuffled = [random.sample(events, len(events)) for _ in replicas]

    await asyncio.gather(
        *(
            replica(*order[start : start + 60])
            for replica, order in zip(replicas, shuffled, strict=True)
            for start in range(0, 300, 60)
        )
    )

    assert await inspector.fetchval("SELECT sum(quantity) FROM daily") == 300


async def test_a_failed_batch_leaves_neither_claims_nor_sums(app, deliver, inspector):
    async def die_before_the_commit():
        async with app.state.database.transaction() as db:
            await Handlers().sales(db, [sale(1)])
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await die_before_the_commit()

    await deliver(sale(1))

    assert await days(inspector) == [(YESTERDAY, 2, 19.98, 1)]


async def test_the_highest_version_of_a_product_wins_in_any_order(deliver, inspector):
    await deliver(product(version=3, name="Green tea"), product(version=2))
    await deliver(product(version=1, name="Te"))

    row = await inspector.fetchrow("SELECT version, name FROM products")
    assert tuple(row) == (3, "Green tea")


async def test_a_deletion_leaves_a_tombstone_whenever_it_comes(client, deliver):
    await deliver(deleted(4))
    await deliver(product(version=3), product(version=1))

    answer = await client.get("/api/forecast", params={"product_id": 1})

    assert answer.status_code == 200
    assert answer.json()["archived"] is True


async def test_the_last_movement_of_a_location_wins_in_any_order(deliver, inspector):
    await deliver(moved(12, stock=5), moved(11, stock=6))
    await deliver(moved(10, stock=7), moved(13, stock=1, location_id=2))

    rows = await inspector.fetch(
        "SELECT location_id, on_hand FROM stock ORDER BY location_id"
    )
    assert [tuple(r) for r in rows] == [(1, 5), (2, 1)]


async def test_an_import_is_told_how_much_of_it_is_in_the_series(app, deliver):
    await deliver(sale(1, import_id=9), sale(2, import_id=9), sale(3))
    await deliver(sale(2, import_id=9), sale(4, import_id=9), sale(5, import_id=8))

    told = [
        row["payload"]
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "import.progress"
    ]
    assert [(t["import_id"], t["stage"], t["rows"], t["duplicates"]) for t in told] == [
        (9, "folded", 2, 0),
        (8, "folded", 1, 0),
        (9, "folded", 3, 1),
    ]
    assert told[0]["ts"] < told[2]["ts"]
    assert {t["source"] for t in told} == {"forecast_svc"}


@pytest.mark.parametrize("seed", range(5))
async def test_any_order_with_any_repetition_gives_the_same_series(
    deliver, inspector, seed
):
    rng = random.Random(seed)
    sold = [sale(n, quantity=rng.randint(1, 9)) for n in range(1, 9)]
    voided = [void(s) for s in sold if rng.random() < 0.5]
    events = [*sold, *voided] * rng.randint(1, 10)
    rng.shuffle(events)

    for event in events:
        await deliver(event)

    left = sum(int(s.quantity) for s in sold) - sum(int(v.quantity) for v in voided)
    ((_, quantity, revenue, sales),) = await days(inspector)
    assert quantity == left
    assert revenue == pytest.approx(9.99 * left)
    assert sales == len(sold) - len(voided)


async def test_the_exact_amount_of_a_line_is_its_revenue(deliver, inspector):
    exact = sale(1, quantity=3, price="3.33", amount="10.00")
    unknown = sale(2, price="0", price_unknown=True)
    taken_back = sale(3, quantity=7, price="0.14", amount="1.00")

    await deliver(exact, unknown, taken_back)
    await deliver(void(taken_back))

    ((_, quantity, revenue, sales),) = await days(inspector)
    assert (quantity, revenue, sales) == (5, 10.0, 2)
