"""Series that are hard to forecast, asked of the service itself: each has its answer.

What cannot come this far has its tests where it is stopped: a NaN in an upload in
etl_svc, a quantity below one or a sale of next week in sales_svc, a fit that runs
for minutes in test_fits.py.
"""

import asyncio
import random
from datetime import timedelta
from functools import partial

import pytest

from forecast_svc.settings import Settings
from forecast_svc.tests import slow_fits
from forecast_svc.tests.factories import (
    TODAY,
    YESTERDAY,
    deleted,
    product,
    sale,
    void,
)


async def ask(client, **query):
    answer = await client.get(
        "/api/forecast", params={"product_id": 1, "horizon_days": 28} | query
    )
    assert answer.status_code == 200, answer.text
    body = answer.json()
    for low, units, high in zip(
        body["lower"], body["forecast"], body["upper"], strict=True
    ):
        assert 0 <= low <= units <= high
    total = body["total"]
    assert total["lower"] <= total["expected"] <= total["upper"]
    assert max(body["upper"]) <= total["upper"]
    return body


async def test_one_sale_is_no_pattern(client, deliver):
    await deliver(sale(1, YESTERDAY - timedelta(days=20), quantity=5))
    answer = await ask(client)

    assert answer["model"]["reason"] == "few_sales"
    assert answer["forecast"] == pytest.approx([5 * 0.25 / 49] * 28, abs=0.001)


@pytest.mark.parametrize(("units", "days_ago"), [(5, 3), (35, 27), (1, 0), (40, 13)])
async def test_after_one_sale_few_units_are_expected_and_as_many_are_possible(
    client, deliver, units, days_ago
):
    await deliver(sale(1, YESTERDAY - timedelta(days=days_ago), quantity=units))
    answer = await ask(client)

    assert 0 < answer["total"]["expected"] <= 8
    assert answer["total"]["upper"] > units / 2


async def test_one_sale_of_a_product_that_had_died_is_no_new_start(client, deliver):
    await deliver.history([5] * 60 + [0] * 400 + [35] + [0] * 5)
    answer = await ask(client)

    assert answer["model"]["reason"] == "few_sales"
    assert 0 < answer["total"]["expected"] < 5


async def test_all_that_was_sold_was_voided(client, deliver):
    sold = [sale(n, YESTERDAY - timedelta(days=n)) for n in range(1, 40)]
    await deliver(*sold)
    await deliver(*map(void, sold))
    answer = await ask(client)

    assert answer["model"]["reason"] == "no_history"
    assert answer["forecast"] == [0] * 28


async def test_a_void_before_its_sale_leaves_no_day_below_zero(client, deliver):
    await deliver.history([5] * 60)
    await deliver(void(sale(900_000, YESTERDAY, quantity=50)))
    answer = await ask(client)
    series = (await client.get("/api/forecast/series?product_id=1")).json()

    assert series["points"][-1]["quantity"] == 0
    assert sum(answer["forecast"]) > 100


async def test_one_giant_day_does_not_become_the_level(client, deliver):
    await deliver.history([5] * 100 + [1_000_000] + [5] * 40)
    answer = await ask(client)

    assert answer["forecast"] == pytest.approx([5] * 28, abs=2)
    assert answer["model"]["capped_days"] == 1


async def test_sales_dated_in_the_future_wait_for_their_day(client, deliver):
    await deliver.history([5] * 60)
    before = await ask(client)
    await deliver(sale(900_000, TODAY + timedelta(days=1), quantity=500))

    assert await ask(client) == before


async def test_a_product_deleted_yesterday_still_tells_its_series(client, deliver):
    await deliver(product())
    await deliver.history([5] * 60)
    await deliver(deleted(2))
    answer = await ask(client)

    assert answer["archived"] is True
    assert answer["forecast"] == pytest.approx([5] * 28, rel=0.05)


@pytest.mark.parametrize("horizon", [0, -1, 366, 10_000, "NaN", "7.5", ""])
async def test_a_horizon_is_one_to_365_days(client, deliver, horizon):
    await deliver.history([5] * 60)
    answer = await client.get(
        "/api/forecast", params={"product_id": 1, "horizon_days": horizon}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "horizon_days"


chance = random.Random(4)
WILD = {
    "every other month nothing": [9 if n // 30 % 2 else 0 for n in range(360)],
    "growth without end": [int(1.02**n) for n in range(400)],
    "the largest quantities": [1_000_000] * 90,
    "bursts": [chance.choice([0, 0, 0, 0, 100_000]) for _ in range(500)],
    "a wandering level": [abs(n * (-1) ** (n // 40)) for n in range(700)],
    "a sale, then silence": [7, *[0] * 800, 7],
}


@pytest.fixture
def hurried(app):
    """Fits have the time that they have in production."""
    app.state.fits._timeout_s = Settings.model_fields["fit_timeout_s"].default


@pytest.mark.parametrize("name", WILD)
async def test_what_makes_an_optimiser_wander_is_answered_in_time(
    hurried, client, deliver, name
):
    await deliver.history(WILD[name])
    # Who names the day waits for the search.
    answer = await ask(client, horizon_days=365, as_of=str(YESTERDAY))

    assert answer["model"]["name"] in {"auto_arima", "adida_weekday", "single_sale"}
    assert max(answer["forecast"]) <= 2 * max(WILD[name])


async def test_nobody_waits_longer_for_a_fit_than_production_lets_them(
    hurried, app, client, deliver, tmp_path
):
    app.state.fits._fit_one = partial(slow_fits.counted, tmp_path / "marks", 3600)
    await app.state.fits.workers.started()
    await deliver.history([5] * 100)

    # Long before the fit itself would end, and its limit in other tests.
    async with asyncio.timeout(30):
        answer = await ask(client, as_of=str(YESTERDAY))

    assert answer["model"]["reason"] == "fit_timed_out"
    assert answer["forecast"] == pytest.approx([5] * 28, abs=0.01)
