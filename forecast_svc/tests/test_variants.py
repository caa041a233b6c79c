"""A variant with little history borrows from its siblings."""

from datetime import timedelta

import pytest

from forecast_svc.engine.baselines import CategoryPeer
from forecast_svc.engine.variants import FEWEST_SELLING_DAYS, borrows, variant_forecast
from forecast_svc.tests.factories import YESTERDAY, product, series

WEEK = [0, 6, 6, 6, 12, 24, 30]
"""Closed on Mondays; the mean of a day is 12 / 7 of a week over 84 days."""
DAYS = 84


def sibling(units_a_week: float) -> CategoryPeer:
    scale = units_a_week * DAYS / 7 / sum(WEEK)
    return CategoryPeer([units * scale for units in WEEK], DAYS)


def test_a_new_variant_gets_an_equal_share_in_the_familys_week():
    """Three siblings of 14 a week: a fourth is expected to sell 14 too."""
    made = variant_forecast(series(), [sibling(14)] * 3, 7, "no_history")

    assert made is not None
    assert made.name == "variant"
    assert sum(made.mean) == pytest.approx(14)
    start = series().next_day.weekday()
    expected = [14 * WEEK[(start + n) % 7] / sum(WEEK) for n in range(7)]
    assert list(made.mean) == pytest.approx(expected)


def test_its_own_days_make_the_share_its_own():
    """Half a sibling's 2 a day over 14 days: between 1 and 2, half of the way."""
    made = variant_forecast(series(*[1] * 14), [sibling(14)], 7, "few_sales")

    assert made is not None
    # Of 14 own units and 28 of the sibling's, and 14 days of equal shares of 28.
    share = (14 + 14) / (14 + 28 + 28)
    assert sum(made.mean) / 7 == pytest.approx(2 / (1 - share) * share)
    assert 1 < sum(made.mean) / 7 < 2


def test_siblings_that_differ_make_wider_intervals():
    alike = variant_forecast(series(), [sibling(14), sibling(14)], 7, "no_history")
    apart = variant_forecast(series(), [sibling(4), sibling(24)], 7, "no_history")

    assert alike is not None
    assert apart is not None
    assert sum(apart.mean) == pytest.approx(sum(alike.mean))
    assert all(a >= b for a, b in zip(apart.std, alike.std, strict=True))
    assert sum(apart.std) > sum(alike.std)


def test_a_family_that_sells_nothing_says_nothing():
    assert variant_forecast(series(), [], 7, "no_history") is None
    assert variant_forecast(series(), [sibling(0)], 7, "no_history") is None


def test_with_selling_days_enough_a_variant_goes_by_itself():
    few = [1, 0] * (FEWEST_SELLING_DAYS - 1)
    assert borrows(series(*few)) == "few_sales"
    assert borrows(series(*few, 1)) is None
    assert borrows(series()) == "no_history"


async def test_the_answer_for_a_variant_is_its_share(client, deliver):
    """Also when it was made variant after the siblings were sold."""
    for n in (1, 2, 3):
        await deliver(product(product_id=n, sku=f"V{n}", kind="product", parent_id=9))
        if n < 3:
            await deliver.history([4] * DAYS, product_id=n)
    await deliver.history([1], product_id=3, last=YESTERDAY - timedelta(days=1))

    answer = await client.get("/api/forecast", params={"product_id": 3})

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["model"]["name"] == "variant"
    assert 3 < sum(body["forecast"]) / 7 < 4
