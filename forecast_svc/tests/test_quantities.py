"""Kilos, litres and metres: series of parts of units, and what is forecast of them."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from forecast_svc.engine.intervals import interval, quantile
from forecast_svc.engine.prediction import Prediction
from forecast_svc.tests.factories import (
    YESTERDAY,
    moved,
    product,
    returned,
    sale,
    void,
)
from forecast_svc.tests.rebuilding import Records, finished, rebuilding, start
from shared.money import line_total, share
from tests.support import client_for

WEEK = [1.25, 0.8, 1.9, 2.05, 3.4, 4.125, 0.35]


async def folded(inspector):
    (row,) = await inspector.fetch("SELECT quantity, revenue, sales FROM daily")
    return tuple(row)


def measured(version=1, **changes):
    return product(version, unit="kg", quantity_decimals=3, **changes)


async def test_a_hundred_grams_three_hundred_times_are_thirty_kilos(deliver, inspector):
    sold = [sale(n, quantity=0.1, price="10.00") for n in range(1, 301)]

    await deliver(*sold)

    assert await folded(inspector) == (30, 300, 300)


async def test_a_day_of_which_all_is_voided_is_nothing(deliver, inspector, client):
    sold = [sale(n, quantity=0.1 * n, price="10.00") for n in (1, 2, 4)]
    await deliver(*sold)
    await deliver(*map(void, sold))

    assert await folded(inspector) == (0, 0, 0)


@pytest.mark.parametrize("seed", range(5))
async def test_kilos_in_any_order_give_the_series_to_the_gram_and_cent(
    deliver, inspector, seed
):
    rng = random.Random(seed)
    events: list[Any] = []
    units_left, money_left = Decimal(0), Decimal(0)
    for n in range(1, 9):
        units = Decimal(rng.randint(2, 5000)).scaleb(-3)
        price = Decimal(rng.randint(1, 5000)).scaleb(-2)
        total = line_total(price, units)
        told = None if total == price * units else total
        sold = sale(n, quantity=units, price=price, amount=told)
        events.append(sold)
        part = rng.choice([Decimal(0), Decimal(rng.randint(1, 1000)) / 1000 * units])
        part = round(part, 3)
        paid = share(total, part, units)
        if part:
            events.append(returned(n, sold, quantity=part, amount=paid))
        if rng.random() < 0.4:
            events.append(void(sold, returned=part))
        else:
            units_left += units - part
            money_left += total - paid
    events *= 2
    rng.shuffle(events)

    for event in events:
        await deliver(event)

    quantity, revenue, _ = await folded(inspector)
    assert (quantity, revenue) == (units_left, money_left)


async def test_whole_quantities_are_integers_in_the_answer(deliver, client):
    await deliver(
        sale(1, YESTERDAY - timedelta(days=1), quantity=1.75),
        sale(2, YESTERDAY - timedelta(days=1), quantity=0.25),
        sale(3, quantity=1.25),
    )

    answer = await client.get("/api/forecast/series", params={"product_id": 1})

    assert [p["quantity"] for p in answer.json()["points"]] == [2, 1.25]
    assert '"quantity":2,' in answer.text


async def test_totals_that_are_whole_are_integers(deliver, client):
    await deliver(product())
    await deliver(sale(1, quantity=2), sale(2, YESTERDAY - timedelta(days=20)))

    answer = await client.get("/api/forecast", params={"product_id": 1})

    total = answer.json()["total"]
    assert type(total["upper"]) is int
    assert (answer.json()["unit"], answer.json()["quantity_decimals"]) == ("piece", 0)


async def test_what_is_sold_by_weight_has_no_whole_bounds(deliver, client):
    await deliver(measured())
    await deliver.history(WEEK * 20)

    answer = (await client.get("/api/forecast", params={"product_id": 1})).json()

    assert (answer["unit"], answer["quantity_decimals"]) == ("kg", 3)
    assert answer["forecast"] == pytest.approx(WEEK, rel=0.3, abs=0.3)
    bounds = [*answer["lower"], *answer["upper"]]
    assert not any(bound.is_integer() for bound in map(float, bounds) if bound)


async def test_what_a_product_is_counted_in_is_the_newest_that_was_told(
    deliver, client
):
    await deliver(measured(2))
    # As versions before told it, and one that comes late.
    await deliver(product(3), product(1, unit="l", quantity_decimals=1))
    await deliver(sale(1, quantity=0.5))

    answer = (await client.get("/api/forecast", params={"product_id": 1})).json()

    assert (answer["unit"], answer["quantity_decimals"]) == ("kg", 3)


async def test_a_rebuild_brings_kilos_back_to_the_gram(app, deliver, inspector):
    records = Records()
    records.products = [
        {"product_id": 1, "sku": "HAM", "name": "Ham", "price": 14.9, "category": None,
         "version": 1, "archived": False, "unit": "kg", "quantity_decimals": 3}
    ]  # fmt: skip
    records.stock = [
        {"product_id": 1, "location_id": 1, "stock": 0.125, "movement_id": 7,
         "ts": "2026-01-01T00:00:00Z"}
    ]  # fmt: skip
    sold = [sale(n, quantity=0.1, price="10.00") for n in range(1, 4)]
    records.record(*sold)
    await deliver(sale(9, quantity=5))

    async with (
        client_for(app, "admin", 1) as admin,
        rebuilding(app, records),
    ):
        await start(admin)
        await finished(admin)
        answer = await admin.get("/api/forecast", params={"product_id": 1})
        series = await admin.get("/api/forecast/series", params={"product_id": 1})

    assert (answer.json()["unit"], answer.json()["quantity_decimals"]) == ("kg", 3)
    assert [p["quantity"] for p in series.json()["points"]] == [0.3]
    live = "JOIN generations g USING (generation) WHERE g.state = 'live'"
    assert await inspector.fetchval(f"SELECT on_hand FROM stock {live}") == Decimal(
        "0.125"
    )


async def test_a_shelf_with_half_a_kilo_is_not_empty(deliver, client):
    await deliver(sale(1, YESTERDAY - timedelta(days=2)))
    await deliver(moved(1, stock=0.5, delta=-1.5))
    answer = await client.get("/api/forecast/series", params={"product_id": 1})
    assert not any(p["censored"] for p in answer.json()["points"])

    await deliver(
        moved(2, stock=0, delta=-0.5, ts=sale(1, YESTERDAY).sold_at),
    )
    answer = await client.get("/api/forecast/series", params={"product_id": 1})
    assert answer.json()["points"][-1]["censored"]


@given(
    mean=st.floats(0.05, 50),
    variation=st.floats(0.05, 3),
    level=st.sampled_from((0.8, 0.95)),
    scale=st.sampled_from((1000.0, 0.001)),
)
def test_kilos_have_the_bounds_of_their_grams(mean, variation, level, scale):
    std = mean * variation

    found = interval(mean, std, level, measured=True)
    other = interval(mean * scale, std * scale, level, measured=True)

    assert other == pytest.approx([bound * scale for bound in found], rel=1e-6)
    assert 0 <= found[0] <= mean <= found[1]


def test_a_wild_weight_is_bounded_as_the_gamma_distribution_is():
    """With a std as large as the mean it is the exponential: -ln(1 - q)."""
    assert quantile(2.0, 2.0, 0.9, measured=True) == pytest.approx(2 * 2.3026, rel=0.02)
    assert quantile(2.0, 2.0, 0.5, measured=True) == pytest.approx(2 * 0.6931, rel=0.03)


def test_paths_of_a_weight_are_not_drawn_in_whole_kilos():
    kilos = Prediction("x", [1.5] * 3, [2.0] * 3, [2.0, 2.9, 3.6], measured=True)

    paths = kilos.paths(200, seed=1)

    assert (paths % 1 != 0).mean() > 0.9
    assert paths.mean() == pytest.approx(1.5, rel=0.2)
