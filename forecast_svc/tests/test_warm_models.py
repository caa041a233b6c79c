"""A model that was fitted lately answers about newer days, until it is time for another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from forecast_svc.engine.fitted import FittedModel, WarmStart, Window, warm_start
from forecast_svc.engine.series import Series
from forecast_svc.tests.factories import YESTERDAY, sale
from shared.contracts.forecasts import RefitRequested

WEEK = [14, 15, 16, 17, 18, 32, 3]
BEFORE = YESTERDAY - timedelta(days=1)


async def ask(client, **query):
    answer = await client.get("/api/forecast", params={"product_id": 1} | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refit(app):
    asked = RefitRequested(refit_id=1, chunk=0, as_of=YESTERDAY, product_ids=[1])
    async with app.state.database.transaction() as db:
        await app.state.refitting.refit(db, [asked])


@pytest.fixture
async def tea(deliver):
    await deliver.history([units + n % 3 for n in range(30) for units in WEEK])


async def test_newer_days_are_answered_by_the_model_of_the_day_before(client, tea):
    first = await ask(client, as_of=str(BEFORE))
    second = await ask(client)

    assert (first["model"]["made"], second["model"]["made"]) == ("search", "filter")
    assert second["model"]["searched_on"] == str(BEFORE)
    assert second["model"]["window"]["last_day"] == str(BEFORE)
    assert second["model"]["order"] == first["model"]["order"]
    assert second["dates"][0] > first["dates"][0]
    assert second["forecast"][:6] == pytest.approx(first["forecast"][1:], rel=0.1)


async def test_a_late_sale_is_folded_in_without_another_fit(client, deliver, tea):
    before = await ask(client, as_of=str(YESTERDAY))
    await deliver(sale(900_001, YESTERDAY, quantity=3))
    after = await ask(client)

    assert after["model"]["made"] == "filter"
    assert sum(after["forecast"]) > sum(before["forecast"])
    assert after["model"]["parameters"] == before["model"]["parameters"]


async def test_what_is_said_of_a_past_day_depends_on_no_other_question(client, tea):
    week_ago = YESTERDAY - timedelta(days=7)
    await ask(client, as_of=str(week_ago))
    later = await ask(client, as_of=str(BEFORE))

    assert later["model"]["made"] == "search"


async def test_a_refit_fits_the_known_order_and_searches_once_a_week(
    app, client, tea, inspector
):
    await ask(client, as_of=str(BEFORE))
    assert (await ask(client))["model"]["made"] == "filter"
    await inspector.execute("""
        UPDATE fits SET details = jsonb_set(details, '{order_searched_on}', to_jsonb(as_of))""")
    await refit(app)
    assert (await ask(client))["model"]["made"] == "order"

    await inspector.execute(
        """UPDATE fits SET fingerprint = '', details = jsonb_set(jsonb_set(details,
            '{order_searched_on}', to_jsonb(as_of - 7)), '{window,last_day}', to_jsonb(as_of - 1))"""
    )
    await refit(app)
    answer = await ask(client)
    assert answer["model"]["made"] == "search"
    assert answer["model"]["searched_on"] == str(YESTERDAY)


async def test_when_sales_change_their_level_the_next_question_fits_anew(
    client, deliver, tea
):
    fortnight = YESTERDAY - timedelta(days=14)
    await deliver.history([150] * 14, product_id=2)
    first = YESTERDAY - timedelta(days=149)
    events = [
        sale(500_000 + n, first + timedelta(days=n), product_id=2, quantity=10 + n % 3)
        for n in range(136)
    ]
    await deliver(*events)
    calm = await ask(client, product_id=2, as_of=str(fortnight))
    today = await ask(client, product_id=2)

    assert (calm["model"]["made"], today["model"]["made"]) == ("search", "quick")
    assert today["forecast"][0] > 100


SEARCHED = date(2026, 5, 4)
FIRST = date(2026, 1, 1)
KNOWN = FittedModel(
    order_searched_on=SEARCHED,
    window=Window(FIRST, SEARCHED, 100),
    order=(0, 1, 1),
    parameters={"weights": [1.0], "constant": False},
)


def sold_until(last, unsold=0):
    """A unit on every day but the last ones."""
    days = (last - FIRST).days + 1
    return Series(FIRST, (1.0,) * (days - unsold) + (0.0,) * unsold)


def fitted_on(day, searched_on):
    return replace(KNOWN, order_searched_on=searched_on, window=Window(FIRST, day, 100))


@given(product=st.integers(1, 10_000))
def test_in_a_week_of_refits_what_sells_daily_is_searched_for_once(product):
    known, searched = KNOWN, []
    for n in range(1, 15):
        day = SEARCHED + timedelta(days=n)
        start = warm_start(known, product, sold_until(day), refit=True)
        if start is None:
            searched.append(n)
            known = fitted_on(day, day)
        else:
            assert start.method == "order"
            known = fitted_on(day, known.order_searched_on)

    assert len(searched) in {2, 3}
    assert searched[0] <= 7
    assert searched[-1] - searched[-2] == 7 or len(searched) == 3


@given(product=st.integers(1, 10_000))
def test_what_does_not_sell_is_only_applied_for_four_weeks(product):
    how = []
    for n in range(1, 30):
        series = sold_until(SEARCHED + timedelta(days=n), unsold=n)
        start = warm_start(KNOWN, product, series, refit=True)
        how.append(start and start.method)

    assert how == ["filter"] * 27 + [None] * 2


def test_a_sale_has_it_fitted_anew_and_after_weeks_searched_for():
    """It sold nothing on its own weekday: the sale after it has it searched for."""
    for n, expected in ((2, "order"), (20, None)):
        series = sold_until(SEARCHED + timedelta(days=n), unsold=n)
        with_sale = Series(FIRST, (*series.values[:-1], 1.0))
        # Not the weekday on which it would be searched for anyway.
        product = 8 - series.last_day.toordinal() % 7

        start = warm_start(KNOWN, product, with_sale, refit=True)

        assert (start and start.method) == expected


def test_a_question_applies_what_is_known_however_old_its_search():
    late = sold_until(date(2026, 5, 20))
    assert warm_start(KNOWN, 1, late, refit=False) == WarmStart(KNOWN, "filter")
    assert warm_start(None, 1, late, refit=False) is None
    assert warm_start(FittedModel(), 1, late, refit=False) is None
