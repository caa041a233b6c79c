"""Days without stock are missing, not days on which nobody wanted anything."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, strategies as st

from forecast_svc.engine.stockouts import (
    StockoutChange,
    StockoutImputer,
    stockout_days,
)
from forecast_svc.tests.factories import YESTERDAY, moved, noon, series

LAST = series(1).first_day


def ago(days):
    return LAST - timedelta(days=days)


def imputed(observed, stocked_out):
    return StockoutImputer(stocked_out, frozenset()).fit_transform(observed)


def test_a_shelf_is_empty_from_the_day_it_emptied_to_the_day_it_was_filled():
    changes = [
        StockoutChange(ago(5), True, 1),
        StockoutChange(ago(3), False, 1),
        StockoutChange(ago(1), True, 1),
    ]

    assert stockout_days(changes, LAST) == {ago(5), ago(4), ago(3), ago(1), ago(0)}


def test_a_delivery_to_a_shelf_that_nobody_saw_empty_says_nothing():
    assert stockout_days([StockoutChange(ago(5), False, 1)], LAST) == set()


def test_what_would_have_been_sold_follows_level_and_weekday():
    week = [10, 10, 10, 10, 10, 30, 4]
    truth = series(*(week * 12))
    empty = {truth.first_day + timedelta(days=n) for n in range(60, 74)}
    observed = series(
        *(0 if 60 <= n < 74 else units for n, units in enumerate(truth.values))
    )
    made = imputed(observed, empty)

    assert made.values == pytest.approx(truth.values, abs=5)
    assert made.censored == tuple(range(60, 74))
    assert made.selling_days == len(truth.values) - 14


def test_what_was_sold_before_the_shelf_emptied_is_the_least():
    rush = series(*[5] * 30, 40)
    made = imputed(rush, {rush.next_day - timedelta(days=1)})

    assert made.values[-1] == 40


def test_on_the_day_on_which_a_shelf_emptied_more_was_wanted_than_was_there():
    """Ten a day, and two more or less: of a normal demand that was not below its mean, the
    mean is √(2/π) deviations above it."""
    known = series(*[8, 12] * 14, 10)
    last = known.last_day

    assert imputed(known, {last}).values[-1] == pytest.approx(11.6, abs=0.2)
    # On a day without any sale nobody knows that it was more.
    asleep = series(*[8, 12] * 14, 0)
    assert imputed(asleep, {last}).values[-1] == pytest.approx(10, abs=0.2)
    # The second empty day goes by the first one, too.
    both = imputed(series(*[8, 12] * 14, 30, 0), {ago(1), last})
    assert both.values[-2] == pytest.approx(30, abs=0.5)
    assert both.values[-1] > 11


def test_pieces_and_parts_of_a_unit_are_judged_alike():
    pieces = series(*[8, 12] * 14, 11)
    kilos = series(*(units / 1000 for units in pieces.values))
    of_pieces, of_kilos = (
        imputed(of, {of.last_day}).values[-1] for of in (pieces, kilos)
    )

    assert of_kilos == pytest.approx(of_pieces / 1000)


def test_what_sells_best_and_is_missed_most_is_not_judged_by_its_slow_days():
    """Filled up each week to what does not last, so that the busy weeks run out."""
    random = Random(3)
    shelf = 0
    wanted, sold, empty = [], [], set()
    for day in range(364):
        if day % 7 == 0:
            shelf = 60
        wanted.append(round(random.gammavariate(4, 2.5)))
        sold.append(min(shelf, wanted[-1]))
        if wanted[-1] > shelf or shelf == 0:
            empty.add(day)
        shelf -= sold[-1]
    observed = series(*sold)
    days = {observed.first_day + timedelta(days=n) for n in empty}
    missed = sum(wanted) - sum(sold)

    assert len(empty) > 0.15 * 364
    assert abs(sum(imputed(observed, days).values) - sum(wanted)) < missed / 3


def test_a_product_that_was_hardly_ever_there_is_taken_as_it_is():
    rare = series(*[0] * 30, *[4] * 10)

    assert imputed(rare, {ago(n) for n in range(10, 40)}) == rare


@given(
    values=st.lists(st.integers(0, 50), min_size=1, max_size=80),
    empty=st.sets(st.integers(0, 79)),
)
def test_only_days_without_stock_change_and_never_downwards(values, empty):
    known = series(*values)
    days = {known.first_day + timedelta(days=n) for n in empty}
    made = imputed(known, days)

    for n, (before, after) in enumerate(zip(known.values, made.values, strict=True)):
        assert after >= before
        assert after == before or n in empty


async def series_of(client):
    answer = await client.get("/api/forecast/series", params={"product_id": 1})
    return answer.json()["points"]


async def out_of_stock(deliver, first, last):
    """From day ``first`` to day ``last`` ago."""
    await deliver(
        moved(11, 0, ts=noon(YESTERDAY - timedelta(days=first))),
        moved(12, 50, delta=50, ts=noon(YESTERDAY - timedelta(days=last))),
    )


async def test_a_stock_out_does_not_lower_the_forecast(client, deliver):
    """Twenty a day; then the shelf was empty for a week."""
    await deliver.history([20] * 60 + [0] * 7 + [20])
    blind = (await client.get("/api/forecast", params={"product_id": 1})).json()
    await out_of_stock(deliver, 7, 1)
    seeing = (await client.get("/api/forecast", params={"product_id": 1})).json()

    assert seeing["model"]["censored_days"] == 7
    assert sum(seeing["forecast"]) == pytest.approx(140, rel=0.02)
    assert sum(blind["forecast"]) < sum(seeing["forecast"])


async def test_the_series_shows_which_days_they_were(client, deliver):
    await deliver.history([20] * 5 + [0, 0, 20])
    await out_of_stock(deliver, 2, 1)
    points = await series_of(client)

    assert [p["censored"] for p in points] == [False] * 5 + [True, True, False]


async def test_movements_may_come_twice_and_in_any_order(client, deliver):
    await deliver.history([20] * 6)
    filled = moved(12, 50, delta=50, ts=noon(YESTERDAY - timedelta(days=1)))
    emptied = moved(11, 0, ts=noon(YESTERDAY - timedelta(days=3)))
    await deliver(filled, filled)
    await deliver(emptied, times=2)

    assert [p["censored"] for p in await series_of(client)][-4:] == [True] * 3 + [False]


async def test_what_happened_after_as_of_is_not_known(client, deliver):
    await deliver.history([20] * 60)
    await out_of_stock(deliver, 3, 1)
    before = YESTERDAY - timedelta(days=4)
    answer = await client.get(
        "/api/forecast", params={"product_id": 1, "as_of": before.isoformat()}
    )

    assert answer.json()["model"]["censored_days"] == 0


async def test_a_product_that_starts_without_stock_was_not_out_of_it(client, deliver):
    await deliver.history([20] * 6)
    await deliver(
        moved(11, 0, delta=0, reason="initial", ts=noon(YESTERDAY - timedelta(days=4))),
        moved(12, 50, delta=50, ts=noon(YESTERDAY - timedelta(days=1))),
    )

    assert not any(p["censored"] for p in await series_of(client))
