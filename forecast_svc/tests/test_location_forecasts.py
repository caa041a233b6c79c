"""A product's forecast at its locations."""

import random
from datetime import date, timedelta

import pytest

from forecast_svc.engine.locations import location_parts
from forecast_svc.engine.prediction import Prediction
from forecast_svc.forecasts.forecast import ForecastRequest
from forecast_svc.forecasts.locations import at_locations
from forecast_svc.tests.factories import YESTERDAY, product, sale, series

DAYS = 210
PARIS, LYON = 1, 2


@pytest.fixture
async def two_shops(deliver):
    """Lyon sells on week-ends what Paris sells on working days, and half as much of it
    lately."""
    chance = random.Random(1)
    events = []
    for n in range(DAYS):
        day = YESTERDAY - timedelta(days=n)
        weekend = day.weekday() > 4
        for location, usual in (
            (PARIS, 2 if weekend else 10),
            (LYON, 12 if weekend else 3),
        ):
            units = usual + chance.randint(0, 2)
            events.append(
                sale(n * 10 + location, day, quantity=units, location_id=location)
            )
    await deliver(*events)


async def ask(client, **query):
    answer = await client.get(
        "/api/forecast", params={"product_id": 1, "horizon_days": 14} | query
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_locations_together_are_the_product(client, two_shops):
    whole = await ask(client)
    parts = [await ask(client, location_id=n) for n in (PARIS, LYON)]

    assert whole["location"] is None
    added = [
        sum(of_day) for of_day in zip(*(p["forecast"] for p in parts), strict=True)
    ]
    assert added == pytest.approx(whole["forecast"], abs=0.01)
    assert sum(p["location"]["share"] for p in parts) == pytest.approx(1, abs=0.001)


async def test_each_location_has_its_own_weekdays(client, two_shops):
    lyon = await ask(client, location_id=LYON)
    weekend: list[float] = []
    working: list[float] = []
    for day, units in zip(lyon["dates"], lyon["forecast"], strict=True):
        (weekend if date.fromisoformat(day).weekday() > 4 else working).append(units)

    assert min(weekend) > 1.8 * max(working)


async def test_where_it_never_sold_nothing_is_expected(client, two_shops):
    answer = await ask(client, location_id=77)

    assert answer["forecast"] == [0] * 14
    assert answer["location"] == {"location_id": 77, "share": 0, "basis": "never_sold"}


async def test_bounds_and_quantiles_are_those_of_joint_paths(client, app, two_shops):
    query = {"days": 14, "quantiles": 0.9}
    lyon, again = [await ask(client, location_id=LYON, **query) for _ in range(2)]
    forecaster = app.state.forecaster
    forecast = await forecaster.forecast(ForecastRequest(1, 14, totals=(14,)))
    async with forecaster.database.read() as db:
        shared_out = await at_locations(db, forecast)
    paths = shared_out.all_paths(14)

    assert lyon == again
    (total,) = lyon["totals"]
    sums = paths[LYON].sum(axis=1)
    assert (sums <= total["quantiles"]["0.9"]).mean() == pytest.approx(0.9, abs=0.005)
    both = forecast.prediction.head(14).paths(len(sums), forecast.seed)
    assert paths[PARIS] + paths[LYON] == pytest.approx(both)
    assert paths[LYON] == pytest.approx(shared_out.paths(LYON, 14))
    assert not shared_out.paths(77, 14, 20).any()


async def test_so_are_totals_of_locations(client, two_shops, deliver):
    await deliver(product(category="Tea"))
    query = {"category": "Tea", "horizon_days": 14}
    whole, paris, lyon = [
        (await client.get("/api/forecast/total", params=query | at)).json()
        for at in ({}, {"location_id": PARIS}, {"location_id": LYON})
    ]

    added = [a + b for a, b in zip(paris["forecast"], lyon["forecast"], strict=True)]
    assert added == pytest.approx(whole["forecast"], abs=0.01)
    assert (whole["location_id"], lyon["location_id"]) == (None, LYON)
    assert 0 < sum(lyon["forecast"]) < 0.7 * sum(whole["forecast"])


async def test_many_products_at_one_location(client, two_shops):
    answers = await client.get(
        "/api/forecast/bulk",
        params={"product_ids": [1], "location_id": LYON, "horizon_days": 14},
    )

    (found,) = answers.json()
    assert found["forecast"] == (await ask(client, location_id=LYON))["forecast"]


def test_a_location_goes_by_itself_where_that_did_better():
    """The other one has just doubled; shares take weeks to see that."""
    still = series(*[10] * 300)
    other = series(*[10 + 30 * (n % 60 < 30) for n in range(300)])
    parts = location_parts({PARIS: still, LYON: other}, 28)

    assert parts[PARIS].own
    assert all(
        sum(p.share[n] for p in parts.values()) == pytest.approx(1) for n in range(28)
    )


def test_a_young_location_is_shared_out():
    parts = location_parts({PARIS: series(*[10] * 300), LYON: series(*[5] * 60)}, 28)

    assert not parts[LYON].own
    assert 0.25 < parts[LYON].share[0] < 0.4


def test_units_that_choose_their_shop_by_chance_vary_as_chance_does():
    chance = random.Random(2)
    paris = [sum(chance.random() < 0.5 for _ in range(20)) for _ in range(300)]
    parts = location_parts(
        {PARIS: series(*paris), LYON: series(*[20 - n for n in paris])}, 28
    )
    told = Prediction("of a test", [20.0] * 28, [0.0] * 28, [0.0] * 28)

    assert parts[PARIS].dispersion == pytest.approx(1, abs=0.3)
    assert parts[PARIS].of(told).std[0] == pytest.approx(5**0.5, rel=0.2)


def test_shops_that_take_turns_vary_more():
    turns = [20 * (n // 7 % 2) for n in range(300)]
    parts = location_parts(
        {PARIS: series(*turns), LYON: series(*[20 - n for n in turns])}, 28
    )

    assert parts[PARIS].dispersion > 20


def test_a_part_is_surer_than_its_product_but_less_than_in_proportion():
    parts = location_parts({PARIS: series(*[8] * 200), LYON: series(*[2] * 200)}, 28)
    sums = [4.0 * n for n in range(1, 29)]
    told = Prediction("of a test", [10.0] * 28, [4.0] * 28, sums)
    lyon = parts[LYON].of(told)

    assert lyon.mean == pytest.approx([2] * 28)
    assert 0.2 * 4 < lyon.std[0] < 4
    assert 0.2 * sums[-1] < lyon.cumulative_std[-1] < 0.5 * sums[-1]
