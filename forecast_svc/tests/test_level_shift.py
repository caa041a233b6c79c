"""What has lost its customers is not expected to sell as before."""

import random

import numpy as np
import pytest

from forecast_svc.engine.level_shift import LevelShift, level_shift

WEEK = [1.0, 0.8, 0.9, 1.1, 1.4, 1.6, 0.2]


def sold(level, weeks, seed=1):
    chance = np.random.default_rng(seed)
    return chance.poisson(level * np.tile(WEEK, weeks)).tolist()


async def ask(client):
    answer = await client.get("/api/forecast?product_id=1&horizon_days=28")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_product_that_halved_is_followed_within_two_weeks(client, deliver):
    await deliver.history([*sold(40, 50), *sold(20, 2)])
    answer = await ask(client)

    assert answer["total"]["expected"] == pytest.approx(20 * 28, rel=0.15)
    assert answer["model"]["level_shift"]["days"] == 14
    assert answer["model"]["level_shift"]["level"] == pytest.approx(20, rel=0.1)


@pytest.mark.parametrize(
    ("weeks", "most"), [(2, 0.12), (4, 0.05), (12, 0.02), (30, 0.01)]
)
async def test_a_product_that_sells_nothing_any_more_goes_to_nothing(
    client, deliver, weeks, most
):
    await deliver.history([*sold(40, 60), *[0] * 7 * weeks])
    # Or else nobody would have told of days without a sale.
    await deliver.history(sold(3, 60 + weeks), product_id=2)
    answer = await ask(client)

    assert answer["total"]["expected"] <= most * 40 * 28


async def test_what_sells_as_ever_is_left_alone(client, deliver):
    await deliver.history(sold(40, 60))

    assert (await ask(client))["model"]["level_shift"] is None


async def test_the_spike_of_last_year_is_not_expected_again(client, deliver):
    values = sold(10, 60)
    values[-364 + 10] = 400
    await deliver.history(values)
    answer = await ask(client)

    assert max(answer["forecast"]) < 25
    assert answer["total"]["expected"] == pytest.approx(280, rel=0.1)


def test_a_slow_product_may_sell_nothing_for_two_weeks():
    chance = random.Random(4)
    values = [float(chance.random() < 0.12) for _ in range(700)]

    assert level_shift([*values, *[0.0] * 14]) is None


def test_what_falls_at_the_same_time_each_year_has_not_lost_its_customers():
    year = [20.0] * 300 + [4.0] * 64
    values = [*year, *year, *year][: 364 * 2 + 300 + 21]

    assert level_shift(values) is None
    assert level_shift(values[-250 - 21 :]) == LevelShift(21, 4.0)


def test_the_more_days_have_passed_the_less_the_forecast_counts():
    factors = [LevelShift(days, 5.0).factor(20.0) for days in (14, 28, 84)]

    assert factors == sorted(factors, reverse=True)
    assert factors[0] == pytest.approx((3 * 20 + 14 * 5) / 17 / 20)
    assert LevelShift(14, 5.0).factor(4.0) == 1.0


def test_half_a_year_of_less_is_a_season_and_half_a_year_of_nothing_is_not():
    assert level_shift([20.0] * 250 + [8.0] * 180) is None
    assert level_shift([20.0] * 250 + [0.0] * 180) == LevelShift(25 * 7, 0.0)
