"""The first answer comes at once, from a quick fit; a search takes its place."""

from functools import partial

import pytest

from forecast_svc.app import create_app
from forecast_svc.compute.fits import Fits
from forecast_svc.forecasts import keeping
from forecast_svc.forecasts.keeping import KeptForecastRenewer
from forecast_svc.forecasts.searching import QuickFitReplacer
from forecast_svc.settings import Settings
from forecast_svc.tests import slow_fits
from forecast_svc.tests.factories import YESTERDAY, product
from tests.support import client_for, eventually, running

WEEK = [14, 15, 16, 17, 18, 32, 3]
DAYS = [units + n % 3 for n in range(20) for units in WEEK]


async def ask(client, product_id=1, **query):
    answer = await client.get(
        "/api/forecast", params={"product_id": product_id} | query
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def total(client):
    return (await client.get("/api/forecast/total")).json()


async def two_products(deliver):
    for product_id in (1, 2):
        await deliver(product(product_id=product_id, sku=f"Q-{product_id}"))
        await deliver.history(DAYS, product_id=product_id)


async def replace_quick(app):
    """One round of what goes on in the background."""
    replacer = QuickFitReplacer(app.state.database, app.state.forecaster)
    await replacer.search_all()


async def test_a_product_never_fitted_is_answered_by_a_quick_fit(client, deliver):
    await deliver.history(DAYS)

    first, again = await ask(client), await ask(client)

    assert (first["model"]["name"], first["model"]["made"]) == ("quick_arima", "quick")
    assert (first["model"]["fallback"], first["model"]["searched_on"]) == (False, None)
    assert again == first
    assert first["forecast"] == pytest.approx(
        [units + 1 for units in WEEK], rel=0.3, abs=2
    )


async def test_who_names_the_day_waits_for_the_search(client, deliver):
    await deliver.history(DAYS)

    quick = await ask(client)
    named = await ask(client, as_of=str(YESTERDAY))

    assert quick["model"]["name"] == "quick_arima"
    assert (named["model"]["name"], named["model"]["made"]) == ("auto_arima", "search")
    assert (await ask(client))["model"]["name"] == "auto_arima"


async def test_few_days_are_fitted_in_full_at_once(client, deliver):
    """Below nine weeks there is nothing to search for."""
    await deliver.history(DAYS[:62])

    assert (await ask(client))["model"]["name"] == "auto_arima"


async def test_a_search_takes_the_place_of_a_quick_fit_and_totals_follow(
    app, client, deliver, monkeypatch
):
    monkeypatch.setattr(keeping, "POLL_S", 0)
    await two_products(deliver)
    await total(client)
    quick = [await ask(client, n) for n in (1, 2)]

    await replace_quick(app)
    overtaken = await total(client)
    await KeptForecastRenewer(app.state.database, app.state.forecaster)._round()
    full, renewed = [await ask(client, n) for n in (1, 2)], await total(client)

    assert {a["model"]["made"] for a in quick} == {"quick"}
    assert {a["model"]["made"] for a in full} == {"search"}
    assert (overtaken["stale"], renewed["stale"]) == (2, 0)
    assert renewed["forecast"] == pytest.approx(
        [sum(of_day) for of_day in zip(*(a["forecast"] for a in full), strict=True)],
        abs=0.01,
    )


async def test_a_quick_answer_outlives_its_process(app, client, deliver, databases):
    """What is to be searched for is kept with it, not in memory."""
    await deliver.history(DAYS)
    await ask(client)
    await app.state.fits.close()

    settings = databases.settings(
        Settings, scheduled=False, global_model=False, fit_timeout_s=60
    )
    other = create_app(settings)
    async with running(other), client_for(other, None) as started_anew:
        await eventually(
            partial(ask, started_anew),
            until=lambda found: found["model"]["name"] == "auto_arima",
            within=60,
        )


async def test_a_search_that_fails_leaves_the_quick_answer(app, client, deliver):
    await deliver.history(DAYS)
    quick = await ask(client)
    await app.state.fits.close()
    fits = Fits(workers=1, timeout_s=60, queue=16, fit=slow_fits.impossible)
    slow_fits.use(app, fits)

    await replace_quick(app)

    assert await ask(client) == quick
    await fits.close()


async def test_what_is_no_longer_fitted_waits_for_no_search(
    app, client, deliver, inspector
):
    """Its product is gone: the queue must not turn around it for ever."""
    await deliver.history(DAYS)
    await ask(client)
    await inspector.execute("DELETE FROM daily")

    await replace_quick(app)

    assert await inspector.fetchval("SELECT count(*) FROM fits") == 0


async def test_a_total_of_products_never_forecast_waits_for_no_search(
    client, deliver, inspector, monkeypatch
):
    monkeypatch.setattr(keeping, "MOST_NOW_S", 60)
    await two_products(deliver)

    found = await total(client)

    assert (found["products"], found["missing"]) == (2, 0)
    made = await inspector.fetch("SELECT model FROM fits")
    assert {row["model"] for row in made} == {"quick_arima"}


async def test_a_total_does_not_wait_for_more_products_than_there_is_time_for(
    app, client, deliver, monkeypatch
):
    monkeypatch.setattr(keeping, "MOST_NOW_S", 0)
    monkeypatch.setattr(keeping, "POLL_S", 0)
    await two_products(deliver)

    first = await total(client)
    await KeptForecastRenewer(app.state.database, app.state.forecaster)._round()
    soon = await total(client)

    assert (first["products"], first["missing"]) == (0, 2)
    assert (soon["products"], soon["missing"]) == (2, 0)
