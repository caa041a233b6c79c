"""A model that was fitted lately answers about newer days, until it is time for another."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from forecast_svc.engine.fitted import FittedModel, WarmStart, Window, warm_start
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
        """UPDATE fits SET fingerprint = '', details = jsonb_set(details,
            '{order_searched_on}', to_jsonb(as_of - 7))"""
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
KNOWN = FittedModel(
    order_searched_on=SEARCHED,
    window=Window(date(2026, 1, 1), SEARCHED, 100),
    order=(0, 1, 1),
    parameters={"weights": [1.0], "constant": False},
)


@given(product=st.integers(1, 10_000))
def test_in_a_week_of_refits_every_product_is_searched_for_once(product):
    known, searched = KNOWN, []
    for n in range(1, 15):
        as_of = SEARCHED + timedelta(days=n)
        if warm_start(known, product, as_of, refit=True) is None:
            searched.append(n)
            known = FittedModel(
                order_searched_on=as_of,
                order=known.order,
                window=known.window,
                parameters=known.parameters,
            )

    assert len(searched) in {2, 3}
    assert searched[0] <= 7
    assert searched[-1] - searched[-2] == 7 or len(searched) == 3


def test_a_question_applies_what_is_known_however_old_its_search():
    assert warm_start(KNOWN, 1, date(2026, 5, 20), refit=False) == WarmStart(
        KNOWN, "filter"
    )
    assert warm_start(None, 1, date(2026, 5, 20), refit=False) is None
    assert warm_start(FittedModel(), 1, date(2026, 5, 20), refit=False) is None
